package cases

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
)

var errRefused = errors.New("refused")

func several(f *os.File, name string) error {
	if _, err := f.Write(nil); err != nil {
		if closeErr := f.Close(); closeErr != nil {
			err = errors.Join(err, closeErr)
		}
		if removeErr := os.Remove(name); removeErr != nil {
			err = errors.Join(err, removeErr)
		}
		fmt.Println(err)
		return fmt.Errorf("write: %w", err)
	}
	return f.Close()
}

func oneOfTwo(f *os.File, flag bool) error {
	err := f.Sync()
	if err != nil {
		if flag {
			if truncateErr := f.Truncate(0); truncateErr != nil {
				err = errors.Join(err, truncateErr)
			}
		}
		return &os.PathError{Op: "sync", Err: err}
	}
	return nil
}

func madeHere(resp *http.Response) (string, error) {
	if resp.StatusCode != http.StatusOK {
		body, err := io.ReadAll(resp.Body)
		if len(body) > 80 {
			body = body[:80]
		}
		return "", errors.Join(fmt.Errorf("%s: %s", resp.Status, body), err)
	}
	return resp.Status, nil
}

func setFirst(resp *http.Response) (err error) {
	if resp.StatusCode != http.StatusOK {
		body, readErr := io.ReadAll(resp.Body)
		err = errors.Join(fmt.Errorf("%s: %s", resp.Status, body), readErr)
	}
	return err
}

func twoMade(a, b *os.File) error {
	if a == b {
		closeErr := a.Close()
		err := b.Close()
		return errors.Join(errors.New("the same"), closeErr, err)
	}
	return nil
}

func sentinel(f *os.File) (int, error) {
	if f.Name() == "" {
		if err := f.Close(); err != nil {
			return 0, errors.Join(errRefused, err)
		}
		return 0, errRefused
	}
	return 1, nil
}

func givenOne(f *os.File, err error) error {
	if syncErr := f.Sync(); syncErr != nil {
		err = errors.Join(err, syncErr)
	}
	if closeErr := f.Close(); closeErr != nil {
		err = errors.Join(err, closeErr)
	}
	return err
}

func setByOthers(files []*os.File) error {
	var first error
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, f := range files {
		wg.Go(func() {
			if err := f.Sync(); err != nil {
				mu.Lock()
				first = err
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if first != nil {
		for _, f := range files {
			if err := f.Close(); err != nil {
				first = errors.Join(first, err)
			}
		}
		return first
	}
	return nil
}

func overLines(name string) error {
	err := os.Chdir(name)
	if err != nil {
		writeErr := os.WriteFile(name, []byte(`
text`), 0o600)
		if writeErr != nil {
			err = errors.Join(err, writeErr)
		}
	}
	return err
}

func knownToBeNil(name string) error {
	err := os.Chdir(name)
	if err == nil {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return err
}

func compared(f *os.File, b []byte) error {
	_, err := f.Read(b)
	_ = f.Close()
	if err == io.EOF {
		return nil
	}
	return err
}

func notReturned(f *os.File) (string, error) {
	if _, err := f.Write(nil); err != nil {
		_ = f.Close()
		return err.Error(), nil
	}
	return "", nil
}

func oneOfTwoIsMade(f *os.File, name string) error {
	if name == "" {
		_ = f.Close()
		if f.Name() == "" {
			return errors.New("both")
		}
		return errors.New("one")
	}
	return nil
}
