package seed

import (
	"bytes"
	"encoding/json"
	"net/http"
	"unsafe"
)

const (
	a = iota
	b
	c float32 = iota * 1.5
	d
	_
	e = 1<<iota | 'x'
	f = "a" + "b"
	g = len(f) + len([e]int{})
)

const h, i = complex(1, 2), real(3i)

var (
	x, y   = 1, 2.0
	z      = func() int { return helper(z0) }()
	z0     = int64(x) << 3
	m      = map[string][]int{"a": {1, 2}, f: nil}
	buf    bytes.Buffer
	client = &http.Client{Transport: http.DefaultTransport}
	table  = [...]struct {
		name string
		fn   func(*bytes.Buffer) (int64, error)
	}{
		{"reset", func(b *bytes.Buffer) (int64, error) { b.Reset(); return 0, nil }},
		2: {name: "write", fn: func(b *bytes.Buffer) (int64, error) { return b.WriteTo(&buf) }},
	}
	size = unsafe.Sizeof(table) + unsafe.Offsetof(embed{}.flag)
)

type (
	embed struct {
		*http.Request
		json.Marshaler `tag:"x"`
		flag           bool
	}
	matrix [g][2]float64
	fn     func(fn, ...matrix) (fn, error)
	tree   struct {
		left, right *tree
		embed
	}
	shape interface {
		Area() float64
		json.Marshaler
		interface{ Name() string }
	}
	alias = map[shape]chan<- *tree
)

func helper(n int64) int { return int(n) + int(unsafe.Sizeof(n)) }

func (f fn) call() (fn, error) { return f(f, matrix{}, matrix{{1, 2}}) }

func (t *tree) walk(s shape) ([]byte, error) {
	if t.left != nil {
		return t.left.walk(s)
	}
	ctx := t.Context()
	<-ctx.Done()
	req := t.Request.WithContext(ctx)
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	for name, values := range resp.Header {
		println(name, len(values), cap(table[0].name[:1]))
	}
	make(alias)[s] <- t
	_, err = table[2].fn(&buf)
	return s.MarshalJSON()
}
