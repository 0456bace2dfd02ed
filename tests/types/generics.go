package seed

import (
	"cmp"
	"iter"
	"slices"
	"sort"
)

type Number interface {
	~int | ~int64 | ~float64
}

type List[T any] struct {
	head, tail *node[T]
	size       int
}

type node[T any] struct {
	value T
	next  *node[T]
}

type Set[K comparable] map[K]struct{}

type Tree[K cmp.Ordered, V any] struct {
	left, right *Tree[K, V]
	key         K
	value       V
}

type Alias[T any] = List[Set[string]]

func (l *List[T]) Push(values ...T) *List[T] {
	for _, v := range values {
		n := &node[T]{value: v}
		if l.tail == nil {
			l.head, l.tail = n, n
			continue
		}
		l.tail.next = n
	}
	return l
}

func (l *List[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		for n := l.head; n != nil; n = n.next {
			if !yield(i, n.value) {
				return
			}
			i++
		}
	}
}

func (s Set[K]) Add(k K) { s[k] = struct{}{} }

func Map[T, U any](in []T, f func(T) U) (out []U) {
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

func Reduce[T, A any](in []T, zero A, f func(A, T) A) A {
	for _, v := range in {
		zero = f(zero, v)
	}
	return zero
}

func Sum[N Number](ns ...N) (total N) {
	for _, n := range ns {
		total += n
	}
	return max(total, 0)
}

func Sorted[S ~[]E, E cmp.Ordered](s S) S {
	c := slices.Clone(s)
	slices.SortFunc(c, cmp.Compare[E])
	sort.Slice(c, func(i, j int) bool { return c[i] < c[j] })
	return c
}

func Pointer[T any, P interface {
	*T
	Set(string)
}](s string) T {
	var t T
	P(&t).Set(s)
	return t
}

type name string

func (n *name) Set(s string) { *n = name(s) }

func use() {
	l := new(List[int]).Push(1, 2).Push(3)
	for i, v := range l.All() {
		println(i, v)
	}
	words := Map([]int{1, 2}, func(i int) string { return string(rune('a' + i)) })
	lengths := Map(words, func(s string) int { return len(s) })
	println(Sum(lengths...), Sum(1.5, 2), Reduce(words, 0, func(n int, s string) int { return n + len(s) }))
	Set[string]{}.Add(Sorted(words)[0])
	println(Pointer[name]("x"))
	var f func([]bool, func(bool) error) []error = Map
	f(nil, nil)
	var t Tree[string, []Alias[int]]
	t.value[0].Push(make(Set[string]))
}
