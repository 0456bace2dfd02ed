package cases

import "os"

func each(files []*os.File) error {
	for _, f := range files {
		_ = f.Sync()
	}
	for _, f := range files {
		if err := f.Truncate(0); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
	}
	return nil
}
