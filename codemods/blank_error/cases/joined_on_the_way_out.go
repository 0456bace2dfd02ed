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
		_ = f.Close()
		_ = os.Remove(name)
		fmt.Println(err)
		return fmt.Errorf("write: %w", err)
	}
	return f.Close()
}

func oneOfTwo(f *os.File, flag bool) error {
	err := f.Sync()
	if err != nil {
		if flag {
			_ = f.Truncate(0)
		}
		return &os.PathError{Op: "sync", Err: err}
	}
	return nil
}

func madeHere(resp *http.Response) (string, error) {
	if resp.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(resp.Body)
		if len(body) > 80 {
			body = body[:80]
		}
		return "", fmt.Errorf("%s: %s", resp.Status, body)
	}
	return resp.Status, nil
}

func setFirst(resp *http.Response) (err error) {
	if resp.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(resp.Body)
		err = fmt.Errorf("%s: %s", resp.Status, body)
	}
	return err
}

func twoMade(a, b *os.File) error {
	if a == b {
		_ = a.Close()
		_ = b.Close()
		return errors.New("the same")
	}
	return nil
}

func sentinel(f *os.File) (int, error) {
	if f.Name() == "" {
		_ = f.Close()
		return 0, errRefused
	}
	return 1, nil
}

func givenOne(f *os.File, err error) error {
	_ = f.Sync()
	_ = f.Close()
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
			_ = f.Close()
		}
		return first
	}
	return nil
}

func overLines(name string) error {
	err := os.Chdir(name)
	if err != nil {
		_ = os.WriteFile(name, []byte(`
text`), 0o600)
	}
	return err
}

func knownToBeNil(name string) error {
	err := os.Chdir(name)
	if err == nil {
		_ = os.Remove(name)
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
