//go:build go1.21

package cases

import "fmt"

func header(fs []func()) {
	for i := 0; start(func() { go func() { fmt.Println(i) }() }); i++ {
		fmt.Println(i)
	}
	for i := range fs {
		if i > 3 {
			goto next
		}
		fs[i] = func() { fmt.Println(i) }
	next:
	}
	for i := range fs {
		fs[i] = func() { fmt.Println(i) }
		i := 3
		fmt.Println(i)
	}
}

func start(f func()) bool {
	f()
	return false
}
