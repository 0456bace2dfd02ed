package cases

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

var err = errors.New("of the package")

func fresh(a string) (int, error) {
	x, atoiErr := strconv.Atoi(a)
	if atoiErr != nil {
		return 0, atoiErr
	}
	return x, err
}

func sameBlock(a string) (int, error) {
	x, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	y, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	return x + y, nil
}

func declaredAlone(a string) (int, error) {
	x, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	err = os.Chdir(a)
	return x, err
}

func stillRead(a string) (int, error) {
	y, err := strconv.Atoi(a)
	x, atoiErr := strconv.Atoi(a)
	if atoiErr != nil {
		err = errors.Join(err, atoiErr)
	}
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
	x, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	z := 0
	z, err = strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	err = os.Chdir(a)
	return x + y + z, err
}

func outerIsSet(a string) error {
	var err error
	if a != "" {
		x, atoiErr := strconv.Atoi(a)
		if atoiErr != nil {
			return atoiErr
		}
		_, err = fmt.Println(x)
	}
	return err
}

func captured(a string) (err error) {
	defer func() { fmt.Println(err) }()
	x, atoiErr := strconv.Atoi(a)
	if atoiErr != nil {
		return atoiErr
	}
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
		var atoiErr error
		x, atoiErr = strconv.Atoi(a)
		if atoiErr != nil {
			return atoiErr
		}
		sum += x
		err = os.Chdir(a)
	}
	return err
}

func severalAssigned(a string) (x, y int, _ error) {
	var err error
	x, err = strconv.Atoi(a)
	if err != nil {
		return 0, 0, err
	}
	y, err = strconv.Atoi(a)
	if err != nil {
		return 0, 0, err
	}
	return x, y, nil
}

func mixed(a string) (int, error) {
	x, err := strconv.Atoi(a)
	if err != nil {
		return 0, err
	}
	x, err = strconv.Atoi(a + "0")
	if err != nil {
		return 0, err
	}
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
	var atoiErr error
	x, atoiErr = strconv.Atoi(a)
	if atoiErr != nil {
		err = errors.Join(err, atoiErr)
	}
	y, atoiErr = strconv.Atoi(b)
	if atoiErr != nil {
		err = errors.Join(err, atoiErr)
	}
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
