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
		if done, err := func() (bool, error) {
			f, err := os.Open(name)
			if err != nil {
				return true, err
			}
			defer f.Close()
			if _, err := f.Stat(); err == nil {
				return true, nil
			}
			return false, nil
		}(); done {
			return err
		}
	}
	return io.EOF
}

func line(names []string) (string, bool) {
	for _, name := range names {
		if value, done := func() (string, bool) {
			f, err := os.Open(name)
			if err != nil {
				return "", false
			}
			defer f.Close()
			s := bufio.NewScanner(f)
			if s.Scan() {
				return s.Text(), true
			}
			return "", false
		}(); done {
			return value, true
		}
	}
	return "", false
}

func size(names []string) (int64, time.Time, error) {
	for _, name := range names {
		if n, value, done, err := func() (int64, time.Time, bool, error) {
			f, err := os.Open(name)
			if err != nil {
				return 0, time.Time{}, true, err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return 0, time.Time{}, true, err
			}
			if info.Size() > 0 {
				return info.Size(), info.ModTime(), true, nil
			}
			return 0, time.Time{}, false, nil
		}(); done {
			return n, value, err
		}
	}
	return 0, time.Time{}, io.EOF
}

func read(names []string) ([]byte, error) {
	for _, name := range names {
		if data, done, err := func() ([]byte, bool, error) {
			f, err := os.Open(name)
			if err != nil {
				return nil, false, nil
			}
			defer f.Close()
			if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
				data, err := io.ReadAll(f) // all of it
				return data, true, err
			}
			return nil, false, nil
		}(); done {
			return data, err
		}
	}
	return nil, io.EOF
}

func mode(names []string) (m os.FileMode) {
outer:
	for {
		for _, name := range names {
			m, done, stopOuter, stop, next := func() (m os.FileMode, done, stopOuter, stop, next bool) {
				f, err := os.Open(name)
				if err != nil {
					stopOuter = true
					return
				}
				defer f.Close()
				info, err := f.Stat()
				if err != nil {
					return
				}
				if info.IsDir() {
					stop = true
					return
				}
				if info.Size() == 0 {
					next = true
					return
				}
				return info.Mode(), true, false, false, false
			}()
			if done {
				return m
			}
			if stopOuter {
				break outer
			}
			if stop {
				break
			}
			if next {
				continue outer
			}
		}
	}
	return 0
}

func generic[T any](names []string, parse func([]byte) T) (T, bool) {
	for _, name := range names {
		value, done, stop := func() (value T, done, stop bool) {
			f, err := os.Open(name)
			if err != nil {
				stop = true
				return
			}
			defer f.Close()
			var data []byte
			if _, err := f.Read(data); err == nil {
				return parse(data), true, false
			}
			return
		}()
		if done {
			return value, true
		}
		if stop {
			break
		}
	}
	var zero T
	return zero, false
}
