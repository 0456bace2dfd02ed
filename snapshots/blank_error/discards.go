package cases

import (
	"io"
	"os"
	"os/exec"
)

func discards(w io.Writer, r io.Reader) error {
	// A comment above.
	if err := os.Chmod("a", 0o700); err != nil { // and behind
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	err := exec.Command(
		"true",
	).Run()
	if err != nil {
		return err
	}
	func() { _ = os.Chmod("b", 0o700) }()
	err = func() error {
		if err := os.Chmod("c", 0o700); err != nil {
			return err
		}
		return nil
	}()
	_ = exec.Cmd{Path: "x"}.Err
	switch {
	case w != nil:
		_ = os.Chdir("/") // in a clause
	}
	return err
}
