// Package redeclare assigns by := to what the same block declares, and declares what an outer one does.
package redeclare

type myErr struct{}

func (*myErr) Error() string { return "" }
func (*myErr) get() *myErr   { return nil }

func id[T any](x T) T { return x }

func pair() (int8, *myErr) { return 0, nil }

func (e *myErr) function(p any, q error) (n any, err error) {
	x, err := pair()
	id(err)
	id(x)
	p, y := pair()
	id(p)
	id(y.get())
	n, z := 1, 2
	id(n)
	e, w := (*myErr)(nil), 'a'
	id(e)
	id(w + rune(z))
	return
}

func blocks(err error, in chan any, v any) {
	{
		x, err := pair()
		id(err.get())
		id(x)
	}
	func(err error) (y any) {
		x, err := pair()
		id(err)
		y, z := pair()
		id(y)
		id(z.get())
		id(x)
		return
	}(nil)
	for err := error(nil); err != nil; {
		x, err := pair()
		id(err.get())
		id(x)
	}
	for k, err := range map[any]error{} {
		id(k)
		k, x := pair()
		id(k)
		id(err)
		id(x.get())
	}
	if x, err := pair(); err != nil {
		y, err := any(x), any(err)
		id(err)
		id(y)
		y, err = pair()
		id(err)
	} else if x, z := any(x), x; x == nil {
		x, z := pair()
		id(x)
		id(z.get())
	} else {
		id(x)
		id(z)
	}
	switch err := any(err).(type) {
	case error:
		x, err := 1, err
		id(err)
		id(x)
	case *myErr, nil:
		x, err := 1, 2
		id(err)
		id(x)
	}
	switch x := v; y := x.(type) {
	case int, error:
		y, x := pair()
		id(y)
		id(x.get())
	case any:
		y, z := pair()
		id(y)
		id(z.get())
	}
	select {
	case v, ok := <-in:
		v, w := pair()
		id(v)
		id(w.get())
		id(ok)
	case v = <-in:
		v, w := pair()
		id(v)
		id(w.get())
	}
	switch {
	case v == nil:
		v, w := pair()
		id(v)
		id(w.get())
	}
	type local struct{ err *myErr }
	var l local
	l.err, err = pair2()
	err, v = l.err, err
	id(err)
	id(v)
}

func pair2() (*myErr, error) { return nil, nil }

func typeParam[T, U any](t T, u U) (r any) {
	t, x := u2(t, u)
	id(t)
	id(x)
	r, u, y := x, x, x
	id(r)
	id(u)
	return y
}

func u2[T, U any](t T, u U) (T, U) { return t, u }
