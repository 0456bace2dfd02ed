package cases

import (
	"fmt"
	"os"
)

func both(names []string) {
	for _, name := range names {
		defer os.Remove(name)
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
}
