package cases

import "os"

type kind int

func first(names []string) (kind, bool) {
	for i, name := range names {
		kind := kind(i)
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		if f.Name() != "" {
			return kind, true
		}
	}
	return 0, false
}

func truth(names []string) {
	for _, name := range names {
		true := len(name) > 0
		f, err := os.Open(name)
		if err != nil {
			break
		}
		defer f.Close()
		println(f.Name())
		if true {
			continue
		}
	}
}

func blank(names []string) (n int, _ error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		println(f.Name())
		f.Close()
		if n++; n > 3 {
			return n, nil
		}
	}
	return
}
