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
