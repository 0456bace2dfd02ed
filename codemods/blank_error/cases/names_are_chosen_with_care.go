package cases

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

var err = errors.New("of the package")

func fresh(a string) (int, error) {
	x, _ := strconv.Atoi(a)
	return x, err
}

func sameBlock(a string) (int, error) {
	x, _ := strconv.Atoi(a)
	y, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	return x + y, nil
}

func declaredAlone(a string) (int, error) {
	x, _ := strconv.Atoi(a)
	err := os.Chdir(a)
	return x, err
}

func stillRead(a string) (int, error) {
	y, err := strconv.Atoi(a)
	x, _ := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	return x + y, nil
}

func idle(a string) (int, error) {
	y, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	x, _ := strconv.Atoi(a)
	z := 0
	z, _ = strconv.Atoi(a)
	err = os.Chdir(a)
	return x + y + z, err
}

func outerIsSet(a string) error {
	var err error
	if a != "" {
		x, _ := strconv.Atoi(a)
		_, err = fmt.Println(x)
	}
	return err
}

func captured(a string) (err error) {
	defer func() { fmt.Println(err) }()
	x, _ := strconv.Atoi(a)
	fmt.Println(x)
	return err
}

func inALoop(all []string) error {
	var err error
	sum := 0
	for _, a := range all {
		if err != nil {
			sum++
		}
		var x int
		x, _ = strconv.Atoi(a)
		sum += x
		err = os.Chdir(a)
	}
	return err
}

func severalAssigned(a string) (x, y int, _ error) {
	x, _ = strconv.Atoi(a)
	y, _ = strconv.Atoi(a)
	return x, y, nil
}

func mixed(a string) (int, error) {
	x, _ := strconv.Atoi(a)
	x, _ = strconv.Atoi(a + "0")
	return x, nil
}

func shadowed(nil string) ([]byte, error) {
	b, _ := os.ReadFile(nil)
	return b, err
}

func twice(a, b string) (int, error) {
	_, err := os.Stat(a)
	defer func() { fmt.Println(err) }()
	var x, y int
	x, _ = strconv.Atoi(a)
	y, _ = strconv.Atoi(b)
	return x + y, err
}

func twiceOfTheCall(a, b string) (int, error) {
	var x, y int
	err := os.Chdir(a)
	if err == nil {
		err = os.Chdir(b)
	}
	x, _ = strconv.Atoi(a)
	y, _ = strconv.Atoi(b)
	fmt.Println(err)
	return x + y, nil
}
