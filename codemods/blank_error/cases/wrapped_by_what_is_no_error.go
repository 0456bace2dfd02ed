package cases

import "os"

func describe(call string, err error) string { return call + err.Error() }

func unusable(name string) error {
	_ = os.Chdir(name)
	return nil
}
