package cases

import (
	"os"

	"github.com/pkg/errors"
)

var errLimit = errors.New("limit")

func made(f *os.File, n int) (int, error) {
	if n > 80 {
		_ = f.Truncate(0)
		return 0, errors.Wrap(errLimit, "write")
	}
	return n, nil
}

// Callers compare what is taken out of another error.
func takenOut(f *os.File, n int, last func() error) (int, error) {
	if n > 80 {
		_ = f.Truncate(0)
		return 0, errors.Cause(last())
	}
	return n, nil
}
