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
		go func(s set[K]) { fmt.Println(len(s)) }(s)
		for k := range s {
			go func(k K) { fmt.Println(k) }(k)
		}
	}
	for _, t := range times {
		go func(t stdtime.Time) { fmt.Println(t.Unix()) }(t)
	}
	for _, r := range text {
		go func(r rune) { fmt.Println(r) }(r)
	}
	for _, b := range raw {
		go func(b byte) { fmt.Println(b) }(b)
	}
	for _, l := range []local{{1}} {
		go func(l local) { fmt.Println(l.n) }(l)
	}
	for _, f := range []func(int) error{} {
		go func(f func(int) error) { fmt.Println(f(1)) }(f)
	}
	for _, s := range []struct{ a, b any }{} {
		s := s
		go func() { fmt.Println(s.a) }()
	}
}
