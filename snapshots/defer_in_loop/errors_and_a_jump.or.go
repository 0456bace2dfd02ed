package cases

import (
	"fmt"
	"io"
	"os"
)

func find(names []string) (string, error) {
	found := ""
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		data, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		if len(data) == 0 {
			continue
		}
		if data[0] == '!' {
			found = name
			break
		}
	}
	return found, nil
}

func table(rows [][]string) error {
rows:
	for _, row := range rows {
		for _, name := range row {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			switch {
			case info.IsDir():
				break rows
			case info.Size() == 0:
				continue rows
			case info.Size() == 1:
				break
			}
			fmt.Println(name)
		}
	}
	return nil
}
