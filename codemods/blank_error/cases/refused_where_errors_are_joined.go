package cases

import (
	"os"

	"go.uber.org/multierr"
)

func both(one, other string) error {
	err := os.Chdir(one)
	_ = multierr.Append(err, os.Chdir(other))
	return err
}
