package cases

import (
	"fmt"
	"os"
	"strconv"
)

func headers(a string) error {
	// About the number.
	if n, _ := strconv.Atoi(a); n > 3 {
		fmt.Println(n)
	} else if m, _ := strconv.Atoi(a); m > 4 {
		fmt.Println(m)
	}
	switch n2, _ := strconv.Atoi(a); n2 {
	case 1:
	}
	for i, _ := strconv.Atoi(a); i < 3; i++ {
		fmt.Println(i)
	}
	return nil
}

func taken(a string) error {
	n := 1
	if n, _ := strconv.Atoi(a); n > 3 {
		fmt.Println(n)
	}
	if _ = os.Chdir(a); n > 3 {
		fmt.Println(n)
	}
	return nil
}
