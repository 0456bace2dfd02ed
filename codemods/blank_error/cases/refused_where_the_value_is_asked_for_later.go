package cases

import (
	"errors"
	"fmt"
	"os"
)

type remote struct{ name string }

var errNone = errors.New("none")

func find(name string) (*remote, error) {
	if name == "" {
		return nil, errNone
	}
	return &remote{name}, nil
}

func inBranch(name string, given *remote) error {
	r := given
	if name != "" {
		r, _ = find(name)
	}
	if r == nil {
		r = &remote{"origin"}
	}
	fmt.Println(r.name)
	return nil
}

func inSwitch(name string, anonymous bool) (string, error) {
	r, _ := find(name)
	fmt.Println("found")
	switch {
	case !anonymous && r == nil:
		return "", os.ErrPermission
	}
	return "", nil
}

func inExpression(name string) (invalid bool, err error) {
	r, _ := find(name)
	fmt.Println("found")
	invalid = r != nil && r.name == "origin"
	return invalid, nil
}

func same(a, b string) (bool, error) {
	x, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	y, _ := os.Stat(b)
	if os.SameFile(x, y) {
		return true, nil
	}
	return false, nil
}

// Without it the function fails.
func fails(name string) (string, error) {
	r, _ := find(name)
	fmt.Println("found")
	if r == nil {
		return "", errNone
	}
	return r.name, nil
}
