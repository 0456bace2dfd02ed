//go:build go1.21

package cases

import "fmt"

func countdown(n int) {
	for i := 0; i < n; i++ {
		defer func() { fmt.Println(i) }()
	}
}
