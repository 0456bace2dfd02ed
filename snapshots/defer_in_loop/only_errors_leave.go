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
		if err := func() error {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			if _, err := io.Copy(io.Discard, f); err != nil {
				return fmt.Errorf("read %s: %w", name, err)
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

func load(names []string) (*config, int, error) {
	for i, name := range names {
		if err := func() error {
			if name == "" {
				return nil
			}
			f, err := os.Open(name)
			switch {
			case errors.Is(err, os.ErrNotExist):
				return nil
			case err != nil:
				err = fmt.Errorf("open: %w", err)
				return err // with nothing read
			}
			defer f.Close()
			if i > 3 {
				return errors.New("too many")
			}
			fmt.Println(f.Name())
			return nil
		}(); err != nil {
			return nil, 0, err
		}
	}
	return &config{names}, len(names), nil
}

func value(names []string) (c config, err error) {
	for _, name := range names {
		if err := func() error {
			f, e := os.Open(name)
			if e != nil {
				return &os.PathError{
					Op:   "open",
					Path: name,
					Err:  e,
				}
			}
			defer f.Close()
			c.names = append(c.names, name)
			return nil
		}(); err != nil {
			return config{}, err
		}
	}
	return
}
