package cases

import "os"

func moves(a, b string) error {
	if err := os.Rename(a, b); err != nil {
		// Try to put it back.
		_ = os.Rename(b, a)
		return err
	}
	// Try to leave nothing behind.
	_ = os.Rename(b, a)
	return nil
}
