package cases

import "os"

func commented(name string) error {
	// Likely to fail.
	_ = os.Chdir(name)
	_ = os.Chdir(name) // provokes the error
	// Likely to fail: the folder gets none.
	f, _ := os.Open(name)
	// Go there in case of an error, after which others always fail.
	_ = f.Chdir()
	return nil
}

func commentedOnTheFirstOfSeveralLines(name string) error {
	f, _ := os.OpenFile( // ignore error
		name,
		os.O_RDONLY,
		0,
	)
	g, _ := os.OpenFile(
		name, // ignored where it's a folder
		os.O_RDONLY,
		0,
	)
	return f.Chown(int(g.Fd()), 0)
}

func commentedOnce(a, b string) (*os.File, error) {
	// We can skip error checks, as both were opened before.
	f, _ := os.Open(a)
	g, _ := os.Open(b)

	h, _ := os.Open(b)
	// Disregard errors.
	if f == g {
		i, _ := os.Open(b)
		return i, nil
	}
	return h, nil
}
