package cases

import (
	"fmt"
	"os"
)

func blank(names []string) {
	for _, name := range names {

		f, err := os.Open(name)
		if err != nil {
			continue
		}

		defer f.Close()
		fmt.Println(f.Name())

	}
}

func last(names []string) {
	for _, name := range names {
		// Missing files are fine.
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		fmt.Println(f.Name())

		// And so on.
		continue
	}
}
