// Package ranges ranges over everything.
package ranges

import "iter"

func sink(a ...any) []any { return a }

type Celsius float64
type N uint8
type Seq func(yield func(Celsius, N) bool)
type Str string
type M map[Str]N
type C <-chan M
type PA *[3]Str
type Arr [2]Seq

func Keys[K comparable, V any, MM ~map[K]V](m MM) iter.Seq[K] { return nil }

func all[T any, S ~[]T, F ~func(func(T) bool), I ~int, CH ~chan T, ST ~string, BS ~[]byte](s S, f F, i I, c CH, st ST, bs BS, fn func(func() bool)) {
	for i, v := range s {
		sink(i, v)
	}
	for v := range f {
		sink(v)
	}
	for j := range i {
		sink(j + i)
		func(I) {}(j)
	}
	for v := range c {
		sink(v)
	}
	for i, r := range st {
		sink(i, r)
	}
	for i, b := range bs {
		sink(i, b)
	}
	for range fn {
		sink()
	}
}

func concrete(s Seq, n N, m M, c C, pa PA, a Arr, str Str, it iter.Seq2[string, error]) {
	for c, n := range s {
		sink(c*2, n<<1)
	}
	for c := range s {
		sink(c)
	}
	for i := range n {
		sink(i)
	}
	for i := range 10 {
		sink(i)
	}
	for i := range 'a' {
		sink(i)
	}
	for i := range uint16(3) {
		sink(i)
	}
	var x int64
	for x = range 10 {
		sink(x)
	}
	const k = 3
	for i := range k {
		sink(i)
	}
	for k, v := range m {
		sink(k, v)
	}
	for k := range Keys(m) {
		sink(k, len(k))
	}
	for m := range c {
		for k := range m {
			sink(k, m[k])
		}
	}
	for i, v := range pa {
		sink(i, v)
	}
	for i, v := range a {
		v(nil)
		sink(i)
	}
	for i := range pa {
		sink(pa[i], pa[:i])
	}
	for i, r := range str {
		sink(i, r, str[i], str[i:])
	}
	for s, err := range it {
		sink(s, err.Error())
	}
	for i := range len(str) {
		sink(i)
	}
	for i := range "abc" {
		sink(i, "abc"[i])
	}
	for _, v := range []struct{ f func() (int, error) }{{nil}} {
		v.f()
		y, _ := v.f()
		sink(y)
	}
	for i, f := range [...]func(Str) N{nil, 5: nil} {
		sink(i, f("x")+1)
	}
	for v := range func(yield func(map[N][]Str) bool) { yield(nil) } {
		sink(v[0][1])
	}
	for i, v := range [][]N{{1}, {2, 3}} {
		for j, v := range v {
			sink(i, j, v)
		}
	}
outer:
	for i := range n {
		for j := range i {
			if sink(j) == nil {
				continue outer
			}
		}
	}
	next, stop := iter.Pull2(it)
	ss, e, ok := next()
	sink(ss, e, ok)
	defer stop()
}
