package cases

import (
	"fmt"
	"io"
	"os"
	"strconv"
)

func total(w io.Writer, all [][]byte) (n int64, err error) {
	for _, b := range all {
		m, err := w.Write(b)
		n += int64(m)
		if err != nil {
			return n, err
		}
	}
	if err := os.Chdir("a"); err != nil {
		return n, err
	}
	return n, nil
}

func localTotal(w io.Writer, b []byte) (int, error) {
	n, err := w.Write(b)
	if err != nil {
		return n, err
	}
	if err := os.Chdir("a"); err != nil {
		return n, err
	}
	return n, nil
}

func bareElsewhere(w io.Writer, b []byte) (n int, err error) {
	n, err = w.Write(b)
	if err != nil {
		return
	}
	if n > 3 {
		m, atoiErr := strconv.Atoi("a")
		if atoiErr != nil {
			return n, atoiErr
		}
		n += m
		return
	}
	return n, err
}

func othersReturnZero(a string) (n int, err error) {
	n = len(a)
	if a == "" {
		return 0, io.EOF
	}
	if err := os.Chdir(a); err != nil {
		return 0, err
	}
	return n, nil
}

func nobodyKnows(a string) (n int, err error) {
	n = len(a)
	_ = os.Chdir(a)
	return n, nil
}

func oneOrTheOther(a string) (n int, err error) {
	n = len(a)
	if a == "" {
		return 0, io.EOF
	}
	if a == "b" {
		return n, io.EOF
	}
	_ = os.Chdir(a)
	return n, nil
}

func setByPointer(a string) (n int, err error) {
	set(&n)
	_ = os.Chdir(a)
	return n, nil
}

func laterInTheLoop(all []string) (errs []error, err error) {
	for _, a := range all {
		_ = os.Chdir(a)
		errs = append(errs, io.EOF)
	}
	return errs, nil
}

func shadowed(a string) (int, error) {
	n := len(a)
	if a == "" {
		return n, io.EOF
	}
	{
		n, err := strconv.Atoi(a)
		if err != nil {
			return 0, err
		}
		fmt.Println(n)
	}
	return n, io.EOF
}

func set(n *int) { *n = 3 }
