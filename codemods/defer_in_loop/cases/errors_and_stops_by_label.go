package cases

import (
	"fmt"
	"os"
)

func all(names []string) error {
outer:
	for i := range 3 {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			fmt.Println(i, f.Name())
		}
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				break
			}
			defer f.Close()
			fmt.Println(i, f.Name())
		}
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				continue outer
			}
			defer f.Close()
			fmt.Println(i, f.Name())
		}
	}
	return nil
}
