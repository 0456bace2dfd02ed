package cases

import (
	"io"
	"os"
	"os/exec"
)

func discards(w io.Writer, r io.Reader) error {
	// A comment above.
	_ = os.Chmod("a", 0o700) // and behind
	_, _ = io.Copy(w, r)
	_ = exec.Command(
		"true",
	).Run()
	func() { _ = os.Chmod("b", 0o700) }()
	err := func() error { _ = os.Chmod("c", 0o700); return nil }()
	_ = exec.Cmd{Path: "x"}.Err
	switch {
	case w != nil:
		_ = os.Chdir("/") // in a clause
	}
	return err
}
