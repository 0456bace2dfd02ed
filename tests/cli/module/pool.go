package m

import "os"

func sizes(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		stat(f)
	}
}

func all(names []string) (files []*os.File) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		files = append(files, f)
	}
	return files
}

var stat = func(f *os.File) {}
