// Package shadow gives the names of the universe other meanings.
package shadow

import (
	"errors"
	str "strings"
)

type error interface{ Code() int }

type string []byte

func len(x any) (int8, bool) { return 0, 1 > 2 }

var true, false = 1, 2.5

const iota = "constant"

type bad struct{}

func (bad) Code() int { return 1 }

func fail() error { return bad{} }

type stdString = alias

type alias = plain

type plain = basic[int]

type basic[T any] = strA

type strA = S9

type S9 = interface{ m() }

func use() {
	f := fail()
	_ = f.Code()
	x, ok := len("x")
	_, _ = x, ok
	print(true, false, iota)
	n := string("abc")
	_ = append(n, 'x')
	{
		append := func(a ...int) map[int]bool { return nil }
		for k, v := range append(1, 2) {
			_, _ = k, v
			sink(k, v)
		}
		type int = float32
		sink(int(1), int(2)+true2())
		type float32 = uint8
		sink(int(1), float32(1))
		nil := 4
		sink(nil)
		make, new := new(int), make([]int, 2)
		sink(make, new)
		sink(*make, new[0])
	}
	errors := errors.New("")
	sink(errors.Error())
	_ = str.Clone("x")
	{
		str := struct{ Clone func(string) (any, int) }{}
		_, _ = str.Clone(n)
	}
	for i := range 10 {
		i := sink(i)
		if i, j := sink(1), i; j != nil {
			j, k := sink(i, j)[0].(int), j
			sink(j, k)
		} else if len := sink(j); len != nil {
			sink(len, j)
		}
		switch i := any(i).(type) {
		case int, uint:
			sink(i)
		case []any:
			sink(i[0], cap(i))
		case nil:
			sink(i)
		case interface{ Code() int }:
			sink(i.Code())
		case func(panic int) (print any):
			sink(i(1))
		}
	}
	goto len
len:
	for {
		sink(len("y"))
		break len
	}
}

func true2() float32 { return 1 }

type float32 = float64

func sink(a ...any) []any { return a }

func params(len, cap int, any ...bool) (new func(x, y any2) int, ok bool) {
	_ = append(any, len > cap)
	sink(new(1, 2), ok)
	return
}

type any2 = any

func typeParams[any interface{ ~[]int }, int any3](x any, y int) (int, any) {
	sink(len(x))
	sink(x[0], y)
	return y, x
}

type any3 interface{ comparable }

type T struct{ len, T func() (T2, error) }

type T2 struct{ T }

func (T T) method(error *T2) (uint T2, _ error) {
	T.len()
	uint.T.T()
	x, _ := error.T.method(nil)
	_, _ = x.len()
	return
}
