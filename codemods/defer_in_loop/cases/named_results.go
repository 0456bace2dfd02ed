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
		var f *os.File
		f, err = os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		m, err := io.Copy(io.Discard, f)
		if err != nil {
			return 0, err
		}
		n += m
	}
	return n, nil
}

func bare(names []string) (n int64, err error) {
	for _, name := range names {
		var f *os.File
		f, err = os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		println(f.Name())
		n++
	}
	return
}

func both(names []string) (n int, ok bool) {
	for _, name := range names {
		f, e := os.Open(name)
		if e != nil {
			return
		}
		defer f.Close()
		println(f.Name())
		if n++; n > 3 {
			return n, true
		}
	}
	return n, false
}

func errorsOrBare(names []string) (err error) {
	for _, name := range names {
		if name == "" {
			return os.ErrInvalid
		}
		var f *os.File
		f, err = os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		if _, err := f.Stat(); err != nil {
			return err
		}
	}
	return nil
}
