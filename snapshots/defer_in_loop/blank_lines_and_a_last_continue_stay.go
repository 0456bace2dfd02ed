package cases

import (
	"fmt"
	"os"
)

func blank(names []string) {
	for _, name := range names {

		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}

			defer f.Close()
			fmt.Println(f.Name())
		}()

	}
}

func last(names []string) {
	for _, name := range names {
		// Missing files are fine.
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			fmt.Println(f.Name())
		}()

		// And so on.
		continue
	}
}
