package cases

import (
	"errors"
	"log"
	"os"
)

func create(names []string) (err error) {
	for _, name := range names {
		f, err2 := os.Create(name)
		if err2 != nil {
			log.Print(err2)
			continue
		}
		defer func() {
			if err != nil {
				os.Remove(f.Name())
			}
		}()
	}
	return errors.New("roll back")
}

func count(names []string) int {
	closed := 0
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer func() {
			f.Close()
			closed++
		}()
	}
	return closed
}
