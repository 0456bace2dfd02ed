package cases

import (
	"errors"
	"fmt"
	"io"
	"os"
)

type config struct{ names []string }

func check(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(io.Discard, f); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	return nil
}

func load(names []string) (*config, int, error) {
	for i, name := range names {
		if name == "" {
			continue
		}
		f, err := os.Open(name)
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			err = fmt.Errorf("open: %w", err)
			return nil, 0, err // with nothing read
		}
		defer f.Close()
		if i > 3 {
			return nil, 0, errors.New("too many")
		}
		fmt.Println(f.Name())
	}
	return &config{names}, len(names), nil
}

func value(names []string) (c config, err error) {
	for _, name := range names {
		f, e := os.Open(name)
		if e != nil {
			return config{}, &os.PathError{
				Op:   "open",
				Path: name,
				Err:  e,
			}
		}
		f.Close()
		c.names = append(c.names, name)
	}
	return
}
