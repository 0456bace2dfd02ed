package cases

import "os"

func swap(to *os.File) func() {
	old := os.Stdin
	os.Stdin = to
	return func() { os.Stdin = old }
}

// What a call begins, the function that it gives ends.
func withInputs(inputs *os.File, run func()) {
	for range 3 {
		defer swap(inputs)()
		run()
	}
}

// Declared outside of the loop, and set by each iteration before anything else.
func sizes(names []string) (total int64) {
	var f *os.File
	for _, name := range names {
		f, _ = os.Open(name)
		defer f.Close()
		if info, err := f.Stat(); err == nil {
			total += info.Size()
		}
	}
	return total
}
