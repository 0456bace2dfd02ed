package cases

import (
	"fmt"
	"os"
	"strconv"
)

func bare(a string) (n int, err error) {
	n, err = strconv.Atoi(a)
	if err != nil {
		return
	}
	if err = os.Chdir(a); err != nil {
		return
	}
	err = os.Chmod(
		a,
		0o700,
	)
	if err != nil {
		return
	}
	return
}

func otherName(a string) (n int, failure error) {
	if a == "" {
		return
	}
	n, failure = strconv.Atoi(a)
	if failure != nil {
		return
	}
	return
}

func noStyle(a string) (n int, err error) {
	n, err = strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	return n, err
}

func captured(a string) (n int, err error) {
	defer func() { fmt.Println(err) }()
	var atoiErr error
	n, atoiErr = strconv.Atoi(a)
	if atoiErr != nil {
		return 0, atoiErr
	}
	return
}

func shadowed(a string) (n int, err error) {
	for err := range 3 {
		m, atoiErr := strconv.Atoi(a)
		if atoiErr != nil {
			return n, atoiErr
		}
		n += m + err
	}
	return
}
