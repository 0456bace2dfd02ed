package cases

import (
	"os"
	"strconv"
	"time"
)

func first(s string) (error, int) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return err, 0
	}
	return nil, n
}

func middle(s string) (time.Time, error, [2]int) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return time.Time{}, err, [2]int{}
	}
	return time.Now(), nil, [2]int{n, n}
}

func two(s string) (error, error) {
	if err := os.Chdir(s); err != nil {
		return nil, err
	}
	return nil, nil
}

func pair() (error, error) { return nil, nil }

func both(s string) error {
	err, err2 := pair()
	if err != nil {
		return err
	}
	if err2 != nil {
		return err2
	}
	err, pairErr := pair()
	if pairErr != nil {
		return pairErr
	}
	return err
}

func between() (int, error, string) { return 0, nil, "" }

func ofTheCall(s string) (bool, error) {
	n, err, t := between()
	if err != nil {
		return false, err
	}
	_, err, u := between()
	if err != nil {
		return false, err
	}
	if u == t {
		return n > 0, nil
	}
	return s == t, nil
}
