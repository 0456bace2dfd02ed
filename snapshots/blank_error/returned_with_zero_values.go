package cases

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
	"unsafe"
)

type size struct{ w, h int }

type level int

type list[T any] struct{ items []T }

func basic(s string) (int, string, bool, float64, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, "", false, 0, err
	}
	return n, s, true, 1, nil
}

func composite(s string) (size, [2]int, time.Time, *size, []byte, map[string]int, chan int, func(), error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return size{}, [2]int{}, time.Time{}, nil, nil, nil, nil, nil, err
	}
	return size{n, n}, [2]int{}, time.Now(), nil, nil, nil, nil, nil, nil
}

func named(s string) (level, time.Duration, io.Reader, any, unsafe.Pointer, struct{ x int }, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, 0, nil, nil, nil, struct{ x int }{}, err
	}
	return level(n), 0, nil, nil, nil, struct{ x int }{}, nil
}

func generic[T any, S ~[]T](s string) (T, S, list[T], error) {
	var t T
	n, err := strconv.Atoi(s)
	if err != nil {
		return *new(T), *new(S), list[T]{}, err
	}
	return t, make(S, n), list[T]{}, nil
}

func results(s string) (n int, err error) {
	n, err = strconv.Atoi(s)
	if err != nil {
		return
	}
	m, err := strconv.Atoi(s)
	if err != nil {
		return
	}
	fmt.Println(m)
	return
}

type reader struct{ f *os.File }

func (r *reader) literal() func() ([]byte, error) {
	return func() ([]byte, error) {
		b, err := io.ReadAll(r.f)
		if err != nil {
			return nil, err
		}
		return b, nil
	}
}
