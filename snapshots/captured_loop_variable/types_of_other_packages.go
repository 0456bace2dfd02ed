//go:build go1.21

package cases

import (
	"context"
	"fmt"
	. "net/url"
	"os"
	str "strings"
	"time"
)

type pair[K comparable, V any] struct {
	key   K
	value V
}

type list[T any] struct{ items []T }

type number = int

func (l *list[T]) each(use func(T), pairs []pair[string, T]) {
	for _, item := range l.items {
		go func(item T) { use(item) }(item)
	}
	for _, p := range pairs {
		go func(p pair[string, T]) { use(p.value) }(p)
	}
	for key, each := range map[string]func(context.Context, ...T) (T, error){} {
		go func(key string, each func(context.Context, ...T) (T, error)) { fmt.Println(key, each) }(key, each)
	}
}

func others(urls []*URL, builders []*str.Builder, numbers []number, files []os.DirEntry) {
	for _, u := range urls {
		go func(u *URL) { fmt.Println(u) }(u)
	}
	for _, b := range builders {
		go func(b *str.Builder) { fmt.Println(b) }(b)
	}
	for _, n := range numbers {
		go func(n int) { fmt.Println(n) }(n)
	}
	for i, c := range []<-chan time.Time{} {
		go func(i int, c <-chan time.Time) { fmt.Println(i, <-c) }(i, c)
	}
	// Their type is in a package that this file doesn't import by the name: fs.DirEntry.
	for _, f := range files {
		f := f
		go func() { fmt.Println(f) }()
	}
	for _, a := range [][2]map[string][]byte{} {
		go func(a [2]map[string][]byte) { fmt.Println(a) }(a)
	}
	{
		time := 1
		for _, d := range []time2{} {
			d := d
			go func() { fmt.Println(d, time) }()
		}
		str := "hidden"
		for _, b := range builders {
			b := b
			go func() { fmt.Println(b, str) }()
		}
	}
	for _, s := range [...]interface{ String() string }{urls[0]} {
		s := s
		go func() { fmt.Println(s) }()
	}
}

type time2 = time.Duration

func shadowing[string any](texts []string) {
	for _, t := range texts {
		go func(t string) { fmt.Println(t) }(t)
	}
}

func local(rows [][]int) {
	type row = []int
	type cell struct{ n int }
	for _, r := range rows {
		for _, n := range r {
			c := cell{n}
			defer func(r []int, n int) { fmt.Println(r, n, c) }(r, n)
		}
	}
	for _, c := range []cell{{1}} {
		type cell struct{ m int }
		c := c
		go func() { fmt.Println(c.n, cell{2}) }()
	}
}
