package cases

import (
	"fmt"
	"os"
	"strconv"
)

func bare(a string) (n int, err error) {
	n, _ = strconv.Atoi(a)
	_ = os.Chdir(a)
	_ = os.Chmod(
		a,
		0o700,
	)
	return
}

func otherName(a string) (n int, failure error) {
	if a == "" {
		return
	}
	n, _ = strconv.Atoi(a)
	return
}

func noStyle(a string) (n int, err error) {
	n, _ = strconv.Atoi(a)
	return n, err
}

func captured(a string) (n int, err error) {
	defer func() { fmt.Println(err) }()
	n, _ = strconv.Atoi(a)
	return
}

func shadowed(a string) (n int, err error) {
	for err := range 3 {
		m, _ := strconv.Atoi(a)
		n += m + err
	}
	return
}
