// Package consts has constants and shifts in every context that can give them a type.
package consts

import (
	"math"
	"time"
	"unsafe"
)

const (
	A, B = iota, iota << 10
	C, D
	_, _
	E, F
)

const (
	G = 7 + iota
	H = 'a' + iota
	I
	J        = 1.0 * iota
	K        = len([...]int{5: 1, 2, 3: 4})
	L        = -5 % 3
	M        = 7 / 2 * 2.0
	N        = 7 / 2.0
	O        = 1 << 3.0
	P  uint8 = ^0 & 0xff
	Q        = ^uint8(1)
	R        = 'a' * 1i
	S        = real(R) + imag(2i)
	T        = complex(1, 'b')
	U        = float32(0.1) == 0.1
	V        = time.Second * 3
	W        = math.MaxUint64 >> 60
	X        = unsafe.Sizeof(uintptr(0))
	Y        = len("日本") + len(`a\n`)
	Z        = min(1, 2.5, 'a')
	AA       = max("a", "b")
)

type Weekday uint

const (
	Sun Weekday = iota
	Mon
	Tue = Mon << iota
	Str = "s"
	More
	_
	Skip = iota
)

func (d Weekday) String() string { return "" }

type arr [len(AA) + K + W]struct{ a [Skip + 1 - 1]int }

func sink(a ...any) []any { return a }

func id[T any](x T) T { return x }

func shifts(s uint, f float64, i int64) {
	var a = 1 << s
	var b int32 = 1 << s
	var c = uint64(1<<s) + 1<<s
	var d = 1<<s == 2<<s
	var e = make([]byte, 1<<s)
	var g = float64(1<<3) + 1<<4
	var h = "abc"[1<<s]
	var k = []int{1: 1 << s}[1<<s:]
	var l = map[int8]int{1 << s: 2 << s}
	var m = 1<<s + i
	var n = i + 1<<s<<s
	var o uint16 = 1 << s
	var p any = 1 << s
	var q = append([]int16{}, 1<<s, -1<<s)
	sink(a, b, c, d, e, g, h, k, l, m, n, o, p, q, 1<<s, id(1<<s), id[int8](1<<s), -(1 << s), 1<<s > 2)
	sink(id(1), id('a'), id(2.0), id(1i), id("s"), id(1 < 2), id(s < 3), id(1+'a'), id('a'+1.0), id(1<<3), id(true && s > 1))
	var u8 uint8 = 1
	sink(id(u8<<s), id(1+u8), id(u8 == 1), id(-u8), id(^u8), id(u8/2*3))
	sink(min(1, 2), min(s, 1), max(f, 2), max(1, 2.0), min('a', 1), id(min(1, 2.0)), id(max('a', 1)), min("a", "b"))
	sink(int64(min(30, 1<<s)), time.Duration(max(1<<s)), int8(min('a', 1<<s, 2)), min(1, 1<<min(3, 1<<s)), min(i, 1<<s))
	sink(u8<<min(1, 2), 1<<min(1, 2), min(1, 2)+2.5, min(1, 2)*'a', min(1.0, 2)+1i, min(1, 2) == 2.5, max(min(1, 2), 2.5), 2.5-max('a'))
	const shifted = 1 << min(3, 4)
	const raised = (min(1, 2) + 2.5) * -max(1i)
	u8 <<= min(1, 2)
	sink(len(min("a", "b")), min("a", "b")[1:], min("a", "b")[0], copy([]byte{}, min("a", "b")), append([]byte{}, min("a", "b")...))
	for range min("a", "b") {
	}
	for range min(1, 2) {
	}
	switch {
	case min(1, 2) == 1.5:
	}
	sink(shifted, raised, [min(1, 2) << 3]int{}, [4]int{min(1, 2) + 1.0: 2}, len([len(min("a", "b"))]int{}), min("a")+max("b") == "c", !(min(1) < max(2.0)))
	const big = 1 << 100
	sink(big>>98, id(big>>98), float64(big), id(big*1.0/big))
	sink(len([big >> 97]int{}), cap([...]string{2: ""}), len("abc"), id(len("abc")))
	sink(complex(1, 2), complex(f, 1), complex(float32(f), 2), real(complex(f, f)), imag(1i), id(real(2i)), real(complex64(1)))
	var t time.Duration = 3 * time.Second
	sink(t*2, 2*t, time.Duration(s)*time.Millisecond, id(time.Second/2), time.Second.Seconds(), Mon.String(), Tue.String(), id(Tue), id(More), id(Sun+1))
	if x := 1 << s; x > 0 {
		sink(x)
	}
	switch 1 << s {
	case 1, 2 << s:
	}
	var iface interface{ String() string } = Mon + 1
	sink(iface == Tue, Tue == iface, iface != nil)
	var bb bool = s > 1 == (f < 2)
	type mybool bool
	var mb mybool = s > 1
	sink(bb, mb, id(mb && true), id(!mb), id(mb == (s > 1)), id(s > 1 && f < 2))
	sink(string(rune(65)), id(string("a"+"b")), []byte("x"), []rune("y"), string([]byte{1}), id('a'+"b"[0]))
	sink(int8(-128), math.Pi*2, id(math.Pi), math.MaxInt8, float32(math.Pi), id(float32(1)/3))
	sink(f*2+1<<3, f == 1<<2, int(f)<<s, uint32(1)<<s, 1.0<<3, id(1.0<<3))
	var arr1 [1.0 << 3]int
	sink(len(arr1), id(arr1), arr1[2.0], arr1['\x01'], arr1[:2.0])
	sink(make([]int, 2.0, 'a'), make(map[string]int, 1<<3), make(chan int, 10.0))
	var nilp *[4]int
	sink(len(nilp), cap(nilp), id(len(*nilp)))
	const ln = len(nilpArr)
	sink(id([ln]int{}))
}

var nilpArr *[6]int

var fnArr func() [3]int

const notCall = len([2]func() int{})

func printf(format string, a ...any) (int, error) { return 0, nil }

func ctx(f32 float32, u uint8) {
	var x float32 = 1 + 2*3
	_ = f32*2 + x
	printf("x", 1, 'a', 2.0, nil, 1<<3, u<<1, f32*2)
	var e error
	sink(e == nil, nil == e, u == 'a', f32 > 1, !(u > 1 || f32 < 2))
	func(a, b uint16, c ...float32) {}(1, 'a', 1, 2.5, f32)
	var fn func(int, ...string) (a, b uint8) = func(int, ...string) (uint8, uint8) { return 1, 2 }
	p, q := fn(1<<4, []string{"a"}...)
	sink(p+1, q<<u, 1<<p)
	var ifc interface{} = u
	sink(ifc == 1, ifc.(uint8)+1, ifc.(interface{ M(int) string }).M(1))
	sink([]any{1, 'a', 1.5, u, nil}, map[any]any{1: 'a'}, struct{ a any }{1 << 4})
	return
}

func converted[T ~int | ~float64, E ~[]byte | ~string]() {
	sink(T(min(1, 2)), E(min("a", "b")), T(real(2i)), T(len("abc")), []T{min(1, 2), T(1)})
}
