package cases

import (
	"errors"
	"os"
)

func moves(a, b string) error {
	if err := os.Rename(a, b); err != nil {
		// Try to put it back.
		if renameErr := os.Rename(b, a); renameErr != nil {
			err = errors.Join(err, renameErr)
		}
		return err
	}
	// Try to leave nothing behind.
	_ = os.Rename(b, a)
	return nil
}
