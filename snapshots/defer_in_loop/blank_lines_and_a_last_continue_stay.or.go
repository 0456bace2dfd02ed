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

		fmt.Println(f.Name())
		f.Close()

	}
}

func last(names []string) {
	for _, name := range names {
		// Missing files are fine.
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		fmt.Println(f.Name())
		f.Close()

		// And so on.
		continue
	}
}
