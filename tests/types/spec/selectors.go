// Package embed selects through embedded fields, and takes methods apart.
package embed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"unsafe"
)

func sink(a ...any) []any { return a }

type Base struct {
	name string
	Do   func(int) (string, error)
}

func (b Base) Value() int8            { return 0 }
func (b *Base) Pointer() (r *Base)    { return b }
func (b *Base) Close() error          { return nil }
func (b Base) Generic(x ...any) []any { return x }

type Left struct {
	Base
	depth int32
}
type Right struct {
	*Base
	depth uint32
}
type Both struct {
	Left
	*Right
	name float64
}
type Deep struct{ Both }
type Ptr *Left
type Alias = *Right
type WithAlias struct {
	Alias
	io.ReadWriteCloser
}
type Named Left
type Fn func(Fn) Fn

func (f Fn) Call(g Fn) Fn { return f(g) }

type Iface interface {
	Base2
	fmt.Stringer
	interface{ Len() uint64 }
}
type Base2 interface{ Value() int8 }
type impl struct{ Iface }
type Locked[K comparable, V any] struct {
	sync.RWMutex
	m map[K]*V
	Opt[V]
}
type Opt[T any] struct{ val *T }

func (o *Opt[T]) Or(t T) T                 { return t }
func (o Opt[T]) Map(f func(T) T) Opt[T]    { return o }
func (l *Locked[K, V]) Get(k K) (*V, bool) { v, ok := l.m[k]; return v, ok }

type Cache struct {
	*Locked[string, []byte]
	ctx context.Context
	buf bytes.Buffer
	err *myErr
}
type myErr struct{ error }

func (*myErr) Is(error) bool { return true }

type matrix [2][3]map[string][]func() (*Deep, error)

func (m *matrix) at(i, j int) func() (*Deep, error) { return m[i][j][""][0] }

func selectors(d Deep, p *Deep, w WithAlias, ptr Ptr, n Named, i impl, c *Cache, m matrix) {
	sink(d.Left.Value(), p.Right.Value(), d.Left.Pointer().Pointer().name, p.Both.name, d.Left.depth, d.Right.depth)
	s, err := d.Left.Do(1)
	sink(s, err, p.Right.Base.Close(), w.Alias.Close(), w.ReadWriteCloser.Close(), w.Pointer(), w.depth)
	r, err := w.Read(nil)
	sink(r, err, ptr.depth, (*ptr).Value(), ptr.Base.Value(), n.depth, n.Value(), i.Value(), i.Len(), i.String(), i.Iface.Value())
	v, ok := c.Get("a")
	sink(v, ok, c.Or(nil), c.Map(nil).val, c.Locked.m["x"], c.TryLock(), (*c.Opt.val)[0], c.Opt.Map)
	c.Lock()
	defer c.Unlock()
	c.RWMutex.RLock()
	c.buf.WriteString(c.err.Error())
	sink(c.buf.Len(), c.err.Is(nil), c.ctx.Value(1), errors.Is(c.err, nil))
	deep, err := m.at(0, 1)()
	sink(deep.Left.Value(), err, m[1][2]["a"][3], len(m[0]), cap(m))
	x, err := m[0][0]["k"][0]()
	sink(x.Right.Pointer(), err)
}

func methods(d Deep, c Cache, f Fn) {
	a, b := Base.Value, (*Base).Pointer
	sink(a(d.Left.Base), b(&d.Left.Base).name, (*Left).Close, (*Left).Value, Left.Generic(d.Left, 1), Deep.String, Iface.Len(nil))
	g := d.Left.Generic
	sink(g(1, 2)[0], (*Cache).Get, Cache.Get, Opt[int].Map, (*Opt[int]).Or(nil, 1), io.Reader.Read, error.Error(nil))
	h, err := io.Reader.Read(nil, nil)
	sink(h, err, f.Call(f).Call(nil), Fn.Call(f, f), f(f)(f), interface{ M(int) bool }.M(nil, 1))
	for _, k := range []func() error{d.Left.Close, d.Right.Close, (&Base{}).Close} {
		sink(k())
	}
	get := c.Get
	v, ok := get("")
	sink(v, ok, struct{ Base }{}.Value(), (&struct{ *Base }{}).Close())
	type local struct {
		Deep
		*Cache
		*Both
	}
	var l local
	sink(l.Cache.Or(nil), l.TryRLock(), l.Both.Left.Value(), l.Deep.Left.Value(), l.err.Error())
	sink(unsafe.Sizeof(l), unsafe.Offsetof(l.Deep), unsafe.String(nil, 1), unsafe.Slice(&l, 2), unsafe.SliceData([]local{}), unsafe.Add(nil, 1), unsafe.StringData(""))
}

func (d Deep) String() string { return "" }
