package cases

import (
	"errors"
	"io"
	"os"
)

func closedHereOnly(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); closeErr != nil {
			err = errors.Join(err, closeErr)
		}
	}()
	_, err = f.WriteString("x")
	return err
}

func onTheWayOut(name string) (text []byte, failure error) {
	defer func() {
		if failure != nil {
			if err := os.Remove(name); err != nil {
				failure = errors.Join(failure, err)
			}
		}
	}()
	return os.ReadFile(name)
}

func closedTwice(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return f.Close()
}

func removedAnyway(name string) (err error) {
	defer func() { _ = os.Remove(name) }()
	return os.Rename(name, name+"x")
}

func nameless(r io.ReadCloser) ([]byte, error) {
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}
