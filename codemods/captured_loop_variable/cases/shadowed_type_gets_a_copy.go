//go:build go1.21

package cases

import "fmt"

func shadow(names []string) {
	string := 1
	for _, name := range names {
		go func() {
			fmt.Println(name, string)
		}()
	}
}
