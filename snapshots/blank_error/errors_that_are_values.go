package cases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

type parseError struct{ line int }

func (e *parseError) Error() string { return fmt.Sprint(e.line) }

func (e *parseError) Unwrap() error { return os.ErrInvalid }

func asParseError(err error) (*parseError, bool) { return nil, false }

func split(err error) (*parseError, error) { return nil, err }

func retry(n int) (error, bool) { return os.ErrExist, n > 0 }

func values(ctx context.Context, err error) error {
	_, ok := errors.AsType[*fs.PathError](err)
	_, known := asParseError(err)
	_, rest := split(err)
	_ = errors.Unwrap(err)
	_ = (&parseError{}).Unwrap()
	_ = ctx.Err()
	_ = context.Cause(ctx)
	err, again := retry(1)
	if err != nil {
		rest = errors.Join(rest, err)
	}
	fmt.Println(ok, known, again)
	return rest
}
