package cases

import (
	f "fmt"
	"os"
)

type opError struct {
	op  string
	err error
}

func (e *opError) Error() string { return f.Sprint(e.op, e.err) }

func renamed(name string) error {
	if err := os.Chdir(name); err != nil {
		return &opError{op: f.Sprint("chdir"), err: err}
	}
	return nil
}
