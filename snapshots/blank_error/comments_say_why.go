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
