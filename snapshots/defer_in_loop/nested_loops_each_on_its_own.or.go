package cases

import (
	"fmt"
	"os"
)

func walk(folders [][]string) {
	for _, names := range folders {
		list, err := os.Open(names[0])
		if err != nil {
			continue
		}
		defer list.Close()
		for _, name := range names[1:] {
			f, err := os.Open(name)
			if err != nil {
				continue
			}
			fmt.Println(f.Name(), list.Name())
			f.Close()
		}
	}
}
