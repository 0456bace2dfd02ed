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
	_ = os.Chdir(name)
	return nil
}
