// Package assert stands in for the real one: what cases use of it, and no more.
package assert

type TestingT interface {
	Errorf(format string, args ...any)
}

func Empty(t TestingT, object any, msgAndArgs ...any) bool { return true }

func Equal(t TestingT, expected, actual any, msgAndArgs ...any) bool { return true }
