//go:build go1.21

package cases

import "fmt"

func greet(names []string, words ...string) {
	for i, name := range names {
		go func(n, i int, name string) {
			fmt.Println(n, i, name)
		}(len(name), i, name)
		go func(n int, name string, words ...string) {
			fmt.Println(n, name, words)
		}(i, name, words...)
	}
}
