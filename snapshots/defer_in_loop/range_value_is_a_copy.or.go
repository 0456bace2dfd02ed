package cases

import (
	"fmt"
	"os"
)

type input struct {
	path string
	file *os.File
}

func copied(inputs []input) {
	for _, in := range inputs {
		f, err := os.Open(in.path)
		if err != nil {
			continue
		}
		in.file = f
		fmt.Println(in.file.Name())
		f.Close()
	}
}

// What it points to stays.
func pointed(inputs []*input) {
	for _, in := range inputs {
		f, err := os.Open(in.path)
		if err != nil {
			continue
		}
		defer f.Close()
		in.file = f
		fmt.Println(in.file.Name())
	}
}
