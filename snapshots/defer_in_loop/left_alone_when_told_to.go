package cases

import "os"

func meant(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close() //gomend:ignore defer-in-loop there are at most two
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		//nolint:gocritic,deferInLoop
		defer f.Close()
	}
}

// all is called with a handful of names.
//
//lint:ignore defer-in-loop they are few
func all(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
	}
}
