//go:build go1.21

package cases

import "fmt"

type node struct {
	next *node
	call func()
}

func chained(words []string) (func(), *node) {
	h := func() {}
	var head *node
	for _, word := range words {
		next := h
		h = func() {
			fmt.Println(word)
			next()
		}
	}
	for _, word := range words {
		head = &node{next: head, call: func() { fmt.Println(word) }}
	}
	return h, head
}
