package cases

import (
	"fmt"
	"io"
	"strconv"
)

func clauses(a string, v any, c chan int) error {
	x, err := strconv.Atoi(a)
	if err != nil {
		return err
	}
	switch y := v.(type) {
	case int:
		n, err := strconv.Atoi(a)
		if err != nil {
			return err
		}
		fmt.Println(n, x, y)
	default:
		m, err := strconv.Atoi(a)
		if err != nil {
			return err
		}
		fmt.Println(m)
	}
	select {
	case n, _ := <-c:
		m, err := strconv.Atoi(a)
		if err != nil {
			return err
		}
		fmt.Println(n, m)
	default:
		if _, err := io.Copy(nil, nil); err != nil {
			return err
		}
	}
	func() {
		n, _ := strconv.Atoi(a)
		fmt.Println(n)
	}()
	return nil
}

type box[T any] struct{ v T }

func (b *box[T]) method(a string) (t T, _ error) {
	n, err := strconv.Atoi(a)
	if err != nil {
		return *new(T), err
	}
	fmt.Println(n)
	return b.v, nil
}
