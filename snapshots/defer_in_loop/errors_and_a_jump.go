package cases

import (
	"fmt"
	"io"
	"os"
)

func find(names []string) (string, error) {
	found := ""
	for _, name := range names {
		stop, err := func() (bool, error) {
			f, err := os.Open(name)
			if err != nil {
				return false, err
			}
			defer f.Close()
			data, err := io.ReadAll(f)
			if err != nil {
				return false, fmt.Errorf("%s: %w", name, err)
			}
			if len(data) == 0 {
				return false, nil
			}
			if data[0] == '!' {
				found = name
				return true, nil
			}
			return false, nil
		}()
		if err != nil {
			return "", err
		}
		if stop {
			break
		}
	}
	return found, nil
}

func table(rows [][]string) error {
rows:
	for _, row := range rows {
		for _, name := range row {
			stop, next, err := func() (bool, bool, error) {
				f, err := os.Open(name)
				if err != nil {
					return false, false, err
				}
				defer f.Close()
				info, err := f.Stat()
				if err != nil {
					return false, false, err
				}
				switch {
				case info.IsDir():
					return true, false, nil
				case info.Size() == 0:
					return false, true, nil
				case info.Size() == 1:
					break
				}
				fmt.Println(name)
				return false, false, nil
			}()
			if err != nil {
				return err
			}
			if stop {
				break rows
			}
			if next {
				continue rows
			}
		}
	}
	return nil
}
