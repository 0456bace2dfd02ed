// Package stmts has a scope for everything.
package stmts

import (
	"errors"
	"fmt"
	"os"
	"time"
)

func sink(a ...any) []any { return a }

const (
	KB = 1 << (10 * (iota + 1))
	MB
	_
	a, b = iota, -iota
	c, d
)

const (
	flagA uint8 = 1 << iota
	_
	flagC
	mask = flagA | flagC
	name = "x" + "y"
	other
	typed float32 = iota
	again
)

type state int

const (
	idle state = iota - 1
	busy
	done = busy + iota*2
)

var (
	first, second = pair()
	third         = func() (r struct{ err error }) { return }
	table         = map[state]struct {
		run func(args ...string) (int, error)
		sub []struct{ n int }
	}{
		idle: {run: func(args ...string) (int, error) { return len(args), nil }},
		busy: {sub: []struct{ n int }{{1}, {n: KB}}},
	}
	later = earlier() + 1
	ptrs  = [...]*[]map[string]state{{{"a": idle}}, 3: {}}
)

func earlier() time.Duration { return time.Duration(MB) * time.Millisecond }

func pair() (int64, error) { return 0, errors.New(name) }

func labels(ch chan<- func() (state, bool), in <-chan error, m map[string]chan int) (n int, err error) {
	defer func(s string) {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v", s, r)
		}
	}("x")
outer:
	for i, j := 0, uint8(1); i < 3; i, j = i+1, j<<1 {
	inner:
		for {
			select {
			case err := <-in:
				sink(err.Error())
				break inner
			case v, ok := <-m["a"]:
				sink(v, ok, j)
				continue outer
			case ch <- func() (state, bool) { return idle, true }:
				goto end
			case m["b"] <- sink(i)[0].(int):
			case <-time.After(time.Second):
				fallthrough1(j)
			default:
				switch x := sink(i, j); {
				case len(x) > 1:
					fallthrough
				case x == nil:
					sink(x)
				default:
					x := cap(x)
					sink(x)
				}
			}
		}
	}
end:
	switch y := any(in).(type) {
	case error, fmt.Stringer:
		sink(y)
	case *os.PathError:
		sink(y.Err.Error(), y.Timeout())
	case func(int) (a, b string):
		a, b := y(1)
		sink(a, b)
	case map[string][]state:
		for k, v := range y {
			sink(k, v[0])
		}
	case chan<- state:
		y <- busy
	case nil:
		sink(y)
	default:
		sink(y)
	}
	if f, err := os.Open(name); err != nil {
		sink(f, err.Error())
	} else if info, err := f.Stat(); err == nil {
		sink(info.Size(), info.ModTime().Sub(time.Now()).Seconds(), f.Close())
	} else {
		sink(f.Name(), info.Mode().Perm()|0o7, err)
	}
	first, fourth := first, first
	var x, y = fourth, func() int64 { x := 'a'; return int64(x) }
	x, z := y(), y
	sink(first, x, z(), third().err)
	{
		type state struct{ s *state }
		var state1 = func(s state) *state { return s.s.s }
		sink(state1(state{}).s, busy)
	}
	n, err = table[busy].run("a", name)
	_, _ = table[idle].run([]string{other}...)
	sink((*ptrs[0])[0]["a"], table[done].sub[0].n, len(ptrs), again, mask<<1, c+d, typed*2)
	var arr [len(ptrs) + MB>>20]struct{}
	sink(arr, len(arr), func(a, _ int, _ ...error) (_, _ bool) { return }, errors.Join(nil, err))
	func() { n++; sink(n) }()
	go func(n state) { sink(n) }(idle)
	for range 3 {
		defer sink(n)
	}
	return table[busy].run()
}

func fallthrough1[T ~uint8](t T) (r []T) {
	type box struct{ t T }
	boxes := []box{{t}, {t: 1}}
	for _, b := range boxes {
		r = append(r, b.t, T(len(boxes)))
	}
	return append(r, fallthrough1(r[0])...)
}
