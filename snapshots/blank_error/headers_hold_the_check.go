package cases

import "strconv"

func taken(s string, ok bool) (int, error) {
	if ok, err := strconv.ParseBool(s); err != nil {
		return 0, err
	} else if ok {
		return 1, nil
	}
	if n, err := strconv.Atoi(s); err != nil {
		return 0, err
	} else if n > 3 {
		return n, nil
	} else if ok {
		n := 3
		return n, nil
	}
	n := 4
	return n, nil
}
