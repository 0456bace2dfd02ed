package cases

import "os"

func each(files []*os.File) error {
	for _, f := range files {
		_ = f.Sync()
	}
	for _, f := range files {
		_ = f.Truncate(0)
		_ = f.Sync()
	}
	return nil
}
