package cases

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

func copied(name string, r io.Reader) (int64, error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(f, r)
	if truncateErr := f.Truncate(n); truncateErr != nil {
		err = errors.Join(err, truncateErr)
	}
	if chmodErr := os.Chmod(name, 0o600); chmodErr != nil { // for us alone
		err = errors.Join(err, chmodErr)
	}
	if err != nil {
		return 0, fmt.Errorf("copy: %w", err)
	}
	return n, nil
}

func below(name string, verbose bool) error {
	err := os.Mkdir(name, 0o700)
	if verbose {
		_, _ = fmt.Println(name)
		if chdirErr := os.Chdir(name); chdirErr != nil {
			err = errors.Join(err, chdirErr)
		}
	}
	return err
}

func twoAtOnce(a, b string) error {
	first := os.Chdir(a)
	second := os.Chdir(b)
	err := os.Chdir("/")
	if first != nil {
		return first
	}
	if err != nil {
		return errors.Join(second, err)
	}
	return second
}

func known(a string) error {
	err := os.Chdir(a)
	if err == nil {
		return nil
	}
	if chdirErr := os.Chdir("/"); chdirErr != nil {
		err = errors.Join(err, chdirErr)
	}
	return err
}

func expected(a string) error {
	err := os.Chdir(a)
	_ = os.Chdir("/")
	if err == nil {
		return os.ErrExist
	}
	return nil
}

func between(cmd *exec.Cmd) error {
	err := cmd.Start()
	_ = os.Chdir("/")
	if cmd.Dir != "" {
		return nil
	}
	return err
}

func shared(a string) (err error) {
	defer func() { fmt.Println(err) }()
	err = os.Chdir(a)
	if chdirErr := os.Chdir("/"); chdirErr != nil {
		err = errors.Join(err, chdirErr)
	}
	return err
}

func used(a, b string) (*os.File, error) {
	err := os.Chdir(a)
	f, openErr := os.Open(b)
	if openErr != nil {
		err = errors.Join(err, openErr)
	}
	return f, err
}
