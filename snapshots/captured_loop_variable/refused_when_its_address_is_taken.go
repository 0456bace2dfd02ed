//go:build go1.21

package cases

import (
	"fmt"
	"strings"
)

type counter struct{ n int }

func (c *counter) inc() { c.n++ }

func address(counters []counter, builders []strings.Builder, all *[]*counter) {
	for _, c := range counters {
		c := c
		*all = append(*all, &c)
		go func() { fmt.Println(c) }()
	}
	for _, c := range counters {
		go func() { fmt.Println(c) }()
		c.inc()
	}
	for _, c := range counters {
		// Only the closure sees it.
		go func(c counter) {
			c.inc()
			fmt.Println(c)
		}(c)
	}
	for _, b := range [][4]byte{} {
		go func() { fmt.Println(b) }()
		fmt.Println(b[:])
	}
}
