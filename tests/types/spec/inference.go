// Package infer leaves type arguments to inference.
package infer

import (
	"cmp"
	"errors"
	"iter"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

func sink(a ...any) []any { return a }

func Map[T, U any](s []T, f func(T) U) []U                    { return nil }
func Filter[S ~[]E, E any](s S, f func(E) bool) S             { return s }
func Fold[T, A any](s []T, a A, f func(A, T) A) A             { return a }
func Compose[A, B, C any](f func(A) B, g func(B) C) func(A) C { return nil }
func Curry[A, B, C any](f func(A, B) C) func(A) func(B) C     { return nil }
func Id[T any](x T) T                                         { return x }
func Pair[A, B any](a A, b B) (A, B)                          { return a, b }
func Ptr[T any](x T) *T                                       { return &x }
func Zero[T any]() (t T)                                      { return }
func Must[T any](x T, err error) T                            { return x }
func Chan[T any](c <-chan T) T                                { return <-c }
func Send[T any](c chan<- T, x T)                             {}
func Arr[T any, A ~[3]T](a A) T                               { return a[0] }
func MapKV[M ~map[K]V, K comparable, V any](m M) ([]K, []V)   { return nil, nil }
func Var[T any](xs ...T) []T                                  { return xs }
func Call[F ~func(A) R, A, R any](f F, a A) R                 { return f(a) }
func FromString[T any, PT interface {
	*T
	Set(string) error
}](s string) (T, error) {
	var t T
	err := PT(&t).Set(s)
	return t, err
}
func Conv[T, U ~int | ~float64](x T) U                  { return U(x) }
func Scale[S ~[]E, E ~int | ~float32](s S, e E) S       { return s }
func Iface[T interface{ M() U }, U any](t T) U          { return t.M() }
func Nested[T any](x map[string][]func(*T) chan T) T    { return Zero[T]() }
func Apply[T any](x T, fs ...func(T) T) T               { return x }
func Sorted[E cmp.Ordered](s []E, cmp func(E, E) int) E { return s[0] }

type Named []Elem
type Elem int
type NM map[string]Elem
type F func(Elem) string
type A3 [3]Elem
type B struct{}

func (*B) Set(string) error { return nil }

type HasM struct{}

func (HasM) M() map[string]B { return nil }

type HasPM struct{}

func (*HasPM) M() (x [2]int) { return }

type Opt[T any] struct{ v T }

func Some[T any](v T) Opt[T]                           { return Opt[T]{v} }
func (o Opt[T]) Get() (T, bool)                        { return o.v, true }
func (o *Opt[T]) Set(v T) *Opt[T]                      { o.v = v; return o }
func Bind[T, U any](o Opt[T], f func(T) Opt[U]) Opt[U] { return Opt[U]{} }

func itoa(int) string          { return "" }
func atoi(string) (int, error) { return 0, nil }
func add(a, b int) int         { return a + b }

func use(n Named, m NM, f F, c chan Elem, ro <-chan string) {
	sink(Map(n, f), Map(n, func(e Elem) bool { return e > 1 }), Map([]int{1}, itoa), Map([]string{}, Ptr), Map([]int{1}, Id[int]))
	sink(Filter(n, func(e Elem) bool { return true }), Fold(n, 0.5, func(a float64, e Elem) float64 { return a }), Fold(n, "", func(a string, e Elem) string { return a }))
	sink(Compose(itoa, Ptr[string])(1), Compose(itoa, Id[string]), Curry(add)(1)(2), Curry(add))
	sink(Id(itoa)(2), Id[F](f)(1), Id(nilErr()), Id(n)[0], Id(&n), Id(struct{ X int }{1}).X)
	x, y := Pair(1, "a")
	sink(x, y)
	p, q := Pair[any](1, 'a')
	sink(p, q, Ptr(1), Ptr(1.5), *Ptr('a'), Ptr[any](nil), Ptr[error](nil))
	sink(Must(atoi("1")), Must(Must(Pair(1, error(nil))), nil), Chan(c), Chan(ro), Zero[Named](), Zero[func() int]()())
	Send(c, 1)
	sink(Arr(A3{}), Arr([3]string{}))
	k, v := MapKV(m)
	sink(k, v, Var(1, 2.5), Var[any](1, "a"), Var(n...), Var(m, m), Var[Named](), Var(1, 'a', 2), Var('a', 1))
	sink(Call(f, 1), Call(itoa, 1), Call(func(n Named) NM { return nil }, n))
	b, err := FromString[B]("x")
	sink(b, err, Conv[int, float64](1), Conv[Elem, int](2), Scale(n, 2), Scale([]float32{}, 1), Scale(Named{1}, 3))
	sink(Iface(HasM{}), Iface(&HasPM{}), Iface[HasM](HasM{})["a"])
	sink(Nested(map[string][]func(*Named) chan Named{}), Apply(1, Id, Id[int], func(i int) int { return i }), Apply(1.5), Apply[float32](1))
	sink(Sorted(n, cmp.Compare), Sorted([]string{}, cmp.Compare[string]))
	sink(Some(1), Some(Some("a")), Bind(Some(1), func(i int) Opt[string] { return Some("") }), Bind(Some(n), Some))
	g, ok := Some(Some(1.5)).v.Get()
	o := Some(m)
	sink(g, ok, o.Set(nil).Set(m).v["x"], Opt[int].Get, (*Opt[int]).Set, o.Get)
	get := Opt[NM].Get
	r, s := get(o)
	sink(r, s)
	var fn func(int, string) (int, string) = Pair
	t, u := fn(1, "")
	sink(t, u)
	ff := []func(int) *int{Ptr[int], Ptr[int]}
	sink(ff[0](1))
	st := struct{ f func(string) string }{Id[string]}
	sink(st.f("x"), slices.SortedFunc(maps.Keys(m), cmp.Compare), slices.Collect(maps.Values(m)), slices.IndexFunc(n, func(e Elem) bool { return e > 2 }), slices.Max(n), slices.Clone(n), slices.Concat(n, n))
	sink(slices.BinarySearchFunc(n, "a", func(e Elem, s string) int { return 0 }))
	sink(slices.Compact(slices.Insert(n, 0, 1, 2)), slices.ContainsFunc(n, func(Elem) bool { return true }), slices.Equal(n, []Elem{}), maps.Clone(m), slices.Sorted(maps.Keys(m)), slices.Repeat(n, 2), slices.Chunk(n, 2))
	slices.SortFunc(n, cmp.Compare)
	slices.SortFunc(n, func(a, b Elem) int { return cmp.Compare(b, a) })
	for i, e := range slices.Backward(n) {
		sink(i, e)
	}
	var ap atomic.Pointer[Named]
	sink(ap.Load(), ap.CompareAndSwap(nil, &n), (*ap.Load())[0], sync.OnceValue(func() NM { return m })()["x"], sync.OnceFunc(nil))
	ov, oe := sync.OnceValues(func() (Named, error) { return nil, nil })()
	sink(ov, oe, cmp.Or(1, 2), cmp.Or("a"), min(n[0], 2), max(n[0], n[1]))
	var pe *pathErr
	sink(errors.As(err, &pe))
	pe2, ok2 := errors.AsType[*pathErr](err)
	sink(pe2.Error(), ok2)
	seq := func(yield func(int, Named) bool) {}
	sink(maps.Collect(seq), slices.Collect(iter.Seq[Elem](nil)))
	mm := maps.Collect(maps.All(m))
	sink(mm["a"], len(mm))
	var wg sync.WaitGroup
	wg.Go(func() { sink() })
	sink(new(1), new(n[0]), *new("s"), new(Some(1)), new(int), new(1<<3), new(f), new(nilErr()), new(m["a"]+1))
	clear(m)
	clear(n)
}

type pathErr struct{}

func (*pathErr) Error() string { return "" }

func nilErr() error { return nil }
