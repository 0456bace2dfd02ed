package cases

import (
	"fmt"
	"strconv"
)

func inBranch(a string) (n int, err error) {
	if a != "" {
		x, atoiErr := strconv.Atoi(a)
		if atoiErr != nil {
			return n, atoiErr
		}
		n += x
		return
	}
	return
}

func inLoop(all []string) (n int, err error) {
	for _, a := range all {
		var x, atoiErr = strconv.Atoi(a)
		if atoiErr != nil {
			return n, atoiErr
		}
		if x > 3 {
			fmt.Println(x)
			return
		}
	}
	return
}

func inClause(a string) (n int, err error) {
	switch {
	case a != "":
		x, atoiErr := strconv.Atoi(a)
		if atoiErr != nil {
			return n, atoiErr
		}
		n = x
		return
	}
	return 1, nil
}

func fromHeader(a string) (n int, err error) {
	{
		x, atoiErr := strconv.Atoi(a)
		if atoiErr != nil {
			return n, atoiErr
		}
		if x != 3 {
			return
		}
	}
	return 1, nil
}

func literalReturnsItsOwn(a string) (n int, err error) {
	{
		x, err := strconv.Atoi(a)
		if err != nil {
			return 0, err
		}
		defer func() (err error) { return }()
		n = x
	}
	return n, nil
}

func headerReadsTheOuterError(a string) (int, error) {
	_, err := strconv.Atoi(a)
	fmt.Println(err)
	if x, _ := strconv.Atoi(a + "1"); x != 3 {
		return x, err
	}
	_, err = strconv.Atoi(a + "2")
	return 0, err
}
