package cases

import (
	"os"
	"strconv"
	"time"
)

func first(s string) (error, int) {
	n, _ := strconv.Atoi(s)
	return nil, n
}

func middle(s string) (time.Time, error, [2]int) {
	n, _ := strconv.Atoi(s)
	return time.Now(), nil, [2]int{n, n}
}

func two(s string) (error, error) {
	_ = os.Chdir(s)
	return nil, nil
}

func pair() (error, error) { return nil, nil }

func both(s string) error {
	_, _ = pair()
	err, _ := pair()
	return err
}

func between() (int, error, string) { return 0, nil, "" }

func ofTheCall(s string) (bool, error) {
	n, _, t := between()
	if _, _, u := between(); u == t {
		return n > 0, nil
	}
	return s == t, nil
}
