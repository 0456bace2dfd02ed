package cases

import (
	"context"
	"io"
	"os"
	"time"
)

// Declared first and set later, by nothing but calls that give something new.
func copyFirst(w io.Writer, names []string) error {
	for _, name := range names {
		if err := func() error {
			var f *os.File
			var err error
			f, err = os.Open(name)
			if err != nil {
				f, err = os.Open(name + ".old")
			}
			if err != nil {
				return err
			}
			defer f.Close()
			if _, err := io.Copy(w, f); err != nil {
				return err
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

// The context that the function ends is followed with it, wherever both are set.
func tryAll(ctx context.Context, calls []func(context.Context) error) {
	for _, call := range calls {
		if done := func() bool {
			callCtx := ctx
			if _, ok := ctx.Deadline(); !ok {
				var cancel context.CancelFunc
				callCtx, cancel = context.WithTimeout(ctx, time.Second)
				defer cancel()
			}
			if call(callCtx) == nil {
				return true
			}
			return false
		}(); done {
			return
		}
	}
}
