// Package multierr stands in for the real one where types are needed: these declarations and no more.
package multierr

func Append(left, right error) error         { return left }
func AppendInto(into *error, err error) bool { return err != nil }
