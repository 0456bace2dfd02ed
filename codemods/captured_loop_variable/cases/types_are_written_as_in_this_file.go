//go:build go1.21

package cases

import (
	"fmt"
	stdtime "time"
)

type set[K comparable] map[K]struct{}

func each[K comparable](sets []set[K], times []stdtime.Time, text string, raw []byte) {
	type local struct{ n int }
	for _, s := range sets {
		go func() { fmt.Println(len(s)) }()
		for k := range s {
			go func() { fmt.Println(k) }()
		}
	}
	for _, t := range times {
		go func() { fmt.Println(t.Unix()) }()
	}
	for _, r := range text {
		go func() { fmt.Println(r) }()
	}
	for _, b := range raw {
		go func() { fmt.Println(b) }()
	}
	for _, l := range []local{{1}} {
		go func() { fmt.Println(l.n) }()
	}
	for _, f := range []func(int) error{} {
		go func() { fmt.Println(f(1)) }()
	}
	for _, s := range []struct{ a, b any }{} {
		go func() { fmt.Println(s.a) }()
	}
}
