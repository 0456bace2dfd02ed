package cases

import (
	"bufio"
	"io"
	"os"
	"time"
)

// early returns before all files are read.
func early(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.Stat(); err == nil {
			return nil
		}
	}
	return io.EOF
}

func line(names []string) (string, bool) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		if s.Scan() {
			return s.Text(), true
		}
	}
	return "", false
}

func size(names []string) (int64, time.Time, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, time.Time{}, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return 0, time.Time{}, err
		}
		if info.Size() > 0 {
			return info.Size(), info.ModTime(), nil
		}
	}
	return 0, time.Time{}, io.EOF
}

func read(names []string) ([]byte, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return io.ReadAll(f) // all of it
		}
	}
	return nil, io.EOF
}

func mode(names []string) (m os.FileMode) {
outer:
	for {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				break outer
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				continue
			}
			if info.IsDir() {
				break
			}
			if info.Size() == 0 {
				continue outer
			}
			return info.Mode()
		}
	}
	return 0
}

func generic[T any](names []string, parse func([]byte) T) (T, bool) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			break
		}
		defer f.Close()
		var data []byte
		if _, err := f.Read(data); err == nil {
			return parse(data), true
		}
	}
	var zero T
	return zero, false
}
