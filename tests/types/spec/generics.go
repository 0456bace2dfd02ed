// Package generic declares generic types that contain, embed and constrain each other.
package generic

import (
	"cmp"
	"fmt"
	"io"
	"sort"
)

func sink(a ...any) []any { return a }

type List[T any] struct {
	next *List[T]
	val  T
}

type Vec[T any] = []T
type Set[T comparable] = map[T]struct{}
type PL[T any] = *List[T]
type Pairs[A comparable, B any] = map[A]Vec[B]
type Fn[T any] = func(T) (PL[T], error)
type VecInt = Vec[int]

type Embeds[T any] struct {
	*List[T]
	Iface[T]
	Inner[Vec[T]]
	io.Reader
	n int
}

type Iface[T any] interface {
	Do(T) (T, error)
	Other() Iface[T]
}

type Inner[T any] struct{ inner T }

func (i Inner[U]) Get() U                                  { return i.inner }
func (i *Inner[_]) Nothing() int                           { return 0 }
func (l *List[X]) Push(x X) *List[X]                       { return &List[X]{l, x} }
func (l *List[X]) Map(f func(X) X) (r *List[X], err error) { return l.next.Map(f) }
func (e Embeds[T]) Self() (r Embeds[T])                    { return }

type Tree[K cmp.Ordered, V fmt.Stringer] struct {
	l, r *Tree[K, V]
	k    K
	v    V
}

func (t *Tree[K, V]) Walk(f func(K, V) bool) bool {
	return t == nil || t.l.Walk(f) && f(t.k, t.v) && t.r.Walk(f) && len(t.v.String()) > 0
}

type Node[N any, E any] interface{ Edges() []E }
type Edge[N any, E any] interface{ Nodes() (a, b N) }
type Graph[N Node[N, E], E Edge[N, E]] struct{ nodes []N }

func NewGraph[N Node[N, E], E Edge[N, E]](ns []N) *Graph[N, E] { return &Graph[N, E]{ns} }
func (g *Graph[N, E]) Path(a, b N) []E {
	x, y := a.Edges()[0].Nodes()
	sink(x, y.Edges(), g.nodes[0].Edges())
	return y.Edges()
}

type V1 struct{}
type E1 struct{}

func (*V1) Edges() []*E1      { return nil }
func (*E1) Nodes() (a, b *V1) { return nil, nil }

type Num interface{ ~int | ~float64 | Small }
type Small interface{ ~int8 | ~uint8 }
type Stringish interface {
	~string
	fmt.Stringer
}
type Bytes interface{ ~string | ~[]byte }
type Self[T any] interface{ Less(T) bool }
type Cloner[T any] interface{ Clone() T }

type MyS string

func (MyS) String() string    { return "" }
func (a MyS) Less(b MyS) bool { return a < b }
func (a MyS) Clone() MyS      { return a }

func Sort[T Self[T]](ts []T) T {
	sort.Slice(ts, func(i, j int) bool { return ts[i].Less(ts[j]) })
	return ts[0]
}
func CloneAll[T Cloner[T]](ts ...T) []T { return append([]T(nil), ts[0].Clone()) }
func Sum[T Num](ts ...T) (t T) {
	for _, x := range ts {
		t += x * 2
		sink(x+1, -x, x > 0, T(1.0), float64(x), int(t)<<1, x == 0)
	}
	return t
}
func Str[T Stringish](t T) { sink(t.String(), len(t), t[0], string(t), t+"x", []byte(t)) }
func Byt[T Bytes](t T) {
	sink(len(t), t[0], t[1:], string(t), []byte(t))
	for i := range len(t) {
		sink(t[i])
	}
	copy([]byte{}, t)
	sink(append([]byte(nil), t...))
}
func Core[S ~[]E, E any, M ~map[string]S, C ~chan M, P ~*S, F ~func(S, ...E) (M, error)](s S, m M, c C, p P, f F) {
	sink(s[0], m["a"][0], <-c, (*p)[0], s[1:], append(s, s[0]), m["x"], len(*p), cap(c), make(S, 1), make(M), make(C, 2), new(S), new(P), S{s[0]}, M{"a": s, "b": {s[1]}}, S(nil))
	r, err := f(s, s...)
	sink(r["x"], err)
	v, ok := <-c
	sink(v, ok)
	w, ok := m["x"]
	sink(w, ok)
	c <- m
	clear(s)
	clear(m)
	delete(m, "x")
	copy(s, *p)
	for _, e := range *p {
		sink(e)
	}
}

type Rec[T any] struct {
	f func(Rec[T]) Rec[T]
	g map[string]*Rec[T]
}
type Mutual[T any] struct{ o *Other[T] }
type Other[T any] struct {
	m Mutual[T]
	t T
}

type Builder[T any, Self any] interface{ With(T) Self }
type Impl[T any] struct{ t T }

func (i Impl[T]) With(t T) Impl[T]             { return Impl[T]{t} }
func Build[T any, B Builder[T, B]](b B, t T) B { return b.With(t).With(t) }

func fnLocal[T any](x T) any {
	type local struct {
		v    T
		next *struct{ l T }
	}
	type gen = Vec[local]
	var l local
	sink(l.v, l.next.l, gen{l}[0].v)
	var f func(local) (T, gen)
	a, b := f(l)
	sink(a, b)
	type rec struct {
		r *rec
		t T
	}
	r := rec{}
	sink(r.r.r.t, func() rec { return r }())
	return func() (T, local) { return x, l }
}

func use(e Embeds[string], t *Tree[string, MyS], m Mutual[int], rec Rec[bool]) {
	sink(e.Push("a").Push("b").val, e.Inner.Get(), e.Get()[0], e.Nothing(), e.Self().Self())
	do, err := e.Do("x")
	sink(do, err, e.Other().Other())
	e.Read(nil)
	l, err := e.Map(func(s string) string { return s })
	sink(l.val, e.List.next.Push, e.next.val)
	t.Walk(func(k string, v MyS) bool { return k == v.String() })
	g := NewGraph([]*V1{})
	sink(g.Path(nil, nil), g.nodes[0].Edges(), g)
	sink(Sort([]MyS{}), CloneAll(MyS("a")), Sum(1, 2), Sum(1.5), Sum[int8](), Sum(1, 2.5))
	Str(MyS("a"))
	sink(m.o.t, m.o.m.o.t, m.o.m.o.m.o.t, rec.f(rec).g["x"].f(rec).f)
	var p Pairs[string, int]
	p["x"] = append(p["x"], 1)
	var f Fn[VecInt]
	pl, err := f(VecInt{1})
	sink(pl.val[0], pl.Push(nil), err, Vec[Vec[int]]{{1}}[0], Set[string]{"a": {}}, len(p["a"]))
	sink(Build(Impl[int]{}, 1).t, Build[string](Impl[string]{}, "a"))
	sink(List[int]{}.val, (*List[int]).Push, Inner[bool].Get, (&List[int]{}).Push(1).val, List[List[int]]{}.val.next)
	method := (&List[Vec[int]]{}).Push
	sink(method(nil).val[0], fnLocal(1), fnLocal[Vec[string]](nil))
	Core[[]int, int, map[string][]int, chan map[string][]int, *[]int, func([]int, ...int) (map[string][]int, error)](nil, nil, nil, nil, nil)
	type local List[R]
	sink(local{}.next.val)
}

type R struct{ R2 *R }
