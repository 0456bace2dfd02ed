package cases

import (
	"fmt"
	"os"
)

func walk(folders [][]string) {
	for _, names := range folders {
		func() {
			list, err := os.Open(names[0])
			if err != nil {
				return
			}
			defer list.Close()
			for _, name := range names[1:] {
				func() {
					f, err := os.Open(name)
					if err != nil {
						return
					}
					defer f.Close()
					fmt.Println(f.Name(), list.Name())
				}()
			}
		}()
	}
}
