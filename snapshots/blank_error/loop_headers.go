package cases

import (
	"fmt"
	"strconv"
)

func loops(a string) error {
	i, err := strconv.Atoi(a)
	if err != nil {
		return err
	}
	for ; i < 3; i++ {
		fmt.Println(i)
	}
	k, err := strconv.Atoi(a)
	if err != nil {
		return err
	}
	for k < 3 {
		k++
	}
	var n int
	n, err = strconv.Atoi(a)
	if err != nil {
		return err
	}
	for ; ; n++ {
		if n > 3 {
			break
		}
	}
	return nil
}

func kept(a string) error {
	// Each iteration has a variable of its own.
	for i, _ := strconv.Atoi(a); i < 3; i++ {
		defer func() { fmt.Println(i) }()
	}
	i := 0
	for i, _ := strconv.Atoi(a); i < 3; i++ {
		fmt.Println(i)
	}
	for n := i; n < 3; n, _ = strconv.Atoi(a) {
		fmt.Println(n)
	}
	return nil
}
