//go:build go1.21

package cases

import "fmt"

func last(names []string) {
	var report func()
	for i := 0; i < len(names); i++ {
		report = func() { fmt.Println(i, "names") }
	}
	report()
}
