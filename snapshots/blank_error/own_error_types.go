package cases

import (
	"errors"
	"fmt"
	"net"
)

type myErr struct{ code int }

func (*myErr) Error() string { return "mine" }

type code int

func (code) Error() string { return "code" }

type list []error

func (list) Error() string { return "list" }

func mine() (int, *myErr)          { return 0, nil }
func inner() (*myErr, int)         { return nil, 0 }
func number() (int, code)          { return 0, 0 }
func several() list                { return nil }
func network() (string, net.Error) { return "", nil }

// A pointer isn't the nil error when it's stored in an error: it gets a variable of its own.
func pointers() (int, error) {
	x, err := 1, errors.New("x")
	if err != nil {
		return 0, err
	}
	y, mineErr := mine()
	if mineErr != nil {
		return 0, mineErr
	}
	if _, err := mine(); err != nil {
		return 0, err
	}
	var z int
	z, mineErr = mine()
	if mineErr != nil {
		return 0, mineErr
	}
	n, networkErr := network()
	if networkErr != nil {
		return 0, networkErr
	}
	fmt.Println(n)
	return x + y + z, err
}

func same() *myErr {
	if _, err := mine(); err != nil {
		return err
	}
	return nil
}

func other(dir string) *myErr {
	_ = net.ErrClosed
	_, _ = net.LookupHost(dir)
	return nil
}

func notCompared() error {
	_, _ = number()
	_ = several()
	_, _ = inner()
	return nil
}
