package cases

import (
	"os"
)

func first(names []string) (string, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		b := make([]byte, 80)
		n, err := f.Read(b)
		if err != nil {
			return "", err
		}
		return string(b[:n]), nil
	}
	for {
		f, err := os.Open("fallback")
		if err == nil {
			defer f.Close()
			break
		}
	}
	return "", os.ErrNotExist
}

func asOften(path string) {
	for once := true; once; once = false {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		defer f.Close()
	}
}
