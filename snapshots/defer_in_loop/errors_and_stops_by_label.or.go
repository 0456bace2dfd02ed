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
			fmt.Println(i, f.Name())
			f.Close()
		}
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				break
			}
			fmt.Println(i, f.Name())
			f.Close()
		}
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				continue outer
			}
			fmt.Println(i, f.Name())
			f.Close()
		}
	}
	return nil
}
