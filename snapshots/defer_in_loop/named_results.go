package cases

import (
	"fmt"
	"io"
	"os"
)

func total(names []string) (n int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("total: %w", err)
		}
	}()
	for _, name := range names {
		if n, done, err := func() (int64, bool, error) {
			var f *os.File
			f, err = os.Open(name)
			if err != nil {
				return n, true, err
			}
			defer f.Close()
			m, err := io.Copy(io.Discard, f)
			if err != nil {
				return 0, true, err
			}
			n += m
			return 0, false, nil
		}(); done {
			return n, err
		}
	}
	return n, nil
}

func bare(names []string) (n int64, err error) {
	for _, name := range names {
		if done := func() bool {
			var f *os.File
			f, err = os.Open(name)
			if err != nil {
				return true
			}
			defer f.Close()
			println(f.Name())
			n++
			return false
		}(); done {
			return
		}
	}
	return
}

func both(names []string) (n int, ok bool) {
	for _, name := range names {
		if done := func() bool {
			f, e := os.Open(name)
			if e != nil {
				return true
			}
			defer f.Close()
			println(f.Name())
			return false
		}(); done {
			return
		}
		if n++; n > 3 {
			return n, true
		}
	}
	return n, false
}

func errorsOrBare(names []string) (err error) {
	for _, name := range names {
		if done, err := func() (bool, error) {
			if name == "" {
				return true, os.ErrInvalid
			}
			var f *os.File
			f, err = os.Open(name)
			if err != nil {
				return true, err
			}
			defer f.Close()
			if _, err := f.Stat(); err != nil {
				return true, err
			}
			return false, nil
		}(); done {
			return err
		}
	}
	return nil
}
