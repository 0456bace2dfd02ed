//go:build go1.21

package cases

import "fmt"

func greet(names []string, words ...string) {
	for i, name := range names {
		go func(n int) {
			fmt.Println(n, i, name)
		}(len(name))
		go func(n int, words ...string) {
			fmt.Println(n, name, words)
		}(i, words...)
	}
}
