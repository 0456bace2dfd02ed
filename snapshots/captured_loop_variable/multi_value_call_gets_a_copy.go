//go:build go1.21

package cases

import "fmt"

func pair() (int, int) { return 1, 2 }

func pairs(names []string) {
	for _, name := range names {
		name := name
		go func(a, b int) {
			fmt.Println(a, b, name)
		}(pair())
	}
}
