package cases

import (
	"os"
	"strconv"
)

func explained() error {
	_ = os.Chmod("/a", 0o700) // failure is okay
	/* ignored */ _ = os.Chmod("/b", 0o700)
	// The error is impossible.
	n, _ := strconv.Atoi("1")
	_ = n
	// TODO: the error is ignored
	if err := os.Chmod("/c", 0o700); err != nil {
		return err
	}
	if err := os.Chmod("/d", 0o700); err != nil { // not best effort!
		return err
	}
	// The error must not be ignored.
	_ = os.Chmod("/e", 0o700)
	return nil
}
