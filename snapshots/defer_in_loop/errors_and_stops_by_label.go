package cases

import (
	"fmt"
	"os"
)

func all(names []string) error {
outer:
	for i := range 3 {
		for _, name := range names {
			if err := func() error {
				f, err := os.Open(name)
				if err != nil {
					return err
				}
				defer f.Close()
				fmt.Println(i, f.Name())
				return nil
			}(); err != nil {
				return err
			}
		}
		for _, name := range names {
			if stop := func() bool {
				f, err := os.Open(name)
				if err != nil {
					return true
				}
				defer f.Close()
				fmt.Println(i, f.Name())
				return false
			}(); stop {
				break
			}
		}
		for _, name := range names {
			if next := func() bool {
				f, err := os.Open(name)
				if err != nil {
					return true
				}
				defer f.Close()
				fmt.Println(i, f.Name())
				return false
			}(); next {
				continue outer
			}
		}
	}
	return nil
}
