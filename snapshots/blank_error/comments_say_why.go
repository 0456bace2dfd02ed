package cases

import "os"

func commented(name string) error {
	// Likely to fail.
	_ = os.Chdir(name)
	_ = os.Chdir(name) // provokes the error
	// Likely to fail: the folder gets none.
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	// Go there in case of an error, after which others always fail.
	if err := f.Chdir(); err != nil {
		return err
	}
	return nil
}

func commentedOnTheFirstOfSeveralLines(name string) error {
	f, _ := os.OpenFile( // ignore error
		name,
		os.O_RDONLY,
		0,
	)
	g, err := os.OpenFile(
		name, // ignored where it's a folder
		os.O_RDONLY,
		0,
	)
	if err != nil {
		return err
	}
	return f.Chown(int(g.Fd()), 0)
}

func commentedOnce(a, b string) (*os.File, error) {
	// We can skip error checks, as both were opened before.
	f, _ := os.Open(a)
	g, _ := os.Open(b)

	h, err := os.Open(b)
	if err != nil {
		return nil, err
	}
	// Disregard errors.
	if f == g {
		i, err := os.Open(b)
		if err != nil {
			return nil, err
		}
		return i, nil
	}
	return h, nil
}
