package cases

import (
	"io"
	"os"
)

func closedHereOnly(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = f.WriteString("x")
	return err
}

func onTheWayOut(name string) (text []byte, failure error) {
	defer func() {
		if failure != nil {
			_ = os.Remove(name)
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
