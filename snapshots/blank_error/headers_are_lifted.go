package cases

import (
	"fmt"
	"os"
	"strconv"
)

func headers(a string) error {
	// About the number.
	n, err := strconv.Atoi(a)
	if err != nil {
		return err
	}
	if n > 3 {
		fmt.Println(n)
	} else if m, _ := strconv.Atoi(a); m > 4 {
		fmt.Println(m)
	}
	n2, err := strconv.Atoi(a)
	if err != nil {
		return err
	}
	switch n2 {
	case 1:
	}
	i, err := strconv.Atoi(a)
	if err != nil {
		return err
	}
	for ; i < 3; i++ {
		fmt.Println(i)
	}
	return nil
}

func taken(a string) error {
	n := 1
	if n, err := strconv.Atoi(a); err != nil {
		return err
	} else if n > 3 {
		fmt.Println(n)
	}
	err := os.Chdir(a)
	if err != nil {
		return err
	}
	if n > 3 {
		fmt.Println(n)
	}
	return nil
}
