//go:build unix

package cases

import (
	"io"
	"os"
	"syscall"
)

// The number of an open file is as good as the file: where it goes is followed.
func devices(names []string) (count int) {
	for _, name := range names {
		fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
		if err != nil {
			continue
		}
		defer syscall.Close(fd)
		var stat syscall.Stat_t
		if syscall.Fstat(fd, &stat) == nil {
			count++
		}
	}
	return count
}

func copyOpened(w io.Writer, names []string) error {
	for _, name := range names {
		fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
		if err != nil {
			return err
		}
		f := os.NewFile(uintptr(fd), name)
		defer f.Close()
		if _, err := io.Copy(w, f); err != nil {
			return err
		}
	}
	return nil
}

// The number is kept.
func remembered(names []string) (all []int) {
	for _, name := range names {
		fd, err := syscall.Open(name, syscall.O_RDONLY, 0)
		if err != nil {
			continue
		}
		f := os.NewFile(uintptr(fd), name)
		io.Copy(io.Discard, f)
		f.Close()
		all = append(all, fd)
	}
	return all
}

// A lock that was taken by the number ends with the file.
func lockEach(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
			return err
		}
	}
	return nil
}
