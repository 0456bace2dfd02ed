package cases

import (
	"fmt"
	"io"
	"strconv"
)

func clauses(a string, v any, c chan int) error {
	switch x, _ := strconv.Atoi(a); y := v.(type) {
	case int:
		n, _ := strconv.Atoi(a)
		fmt.Println(n, x, y)
	default:
		m, _ := strconv.Atoi(a)
		fmt.Println(m)
	}
	select {
	case n, _ := <-c:
		m, _ := strconv.Atoi(a)
		fmt.Println(n, m)
	default:
		_, _ = io.Copy(nil, nil)
	}
	func() {
		n, _ := strconv.Atoi(a)
		fmt.Println(n)
	}()
	return nil
}

type box[T any] struct{ v T }

func (b *box[T]) method(a string) (t T, _ error) {
	n, _ := strconv.Atoi(a)
	fmt.Println(n)
	return b.v, nil
}
