package cases

import "strconv"

func taken(s string, ok bool) (int, error) {
	if ok, _ := strconv.ParseBool(s); ok {
		return 1, nil
	}
	if n, _ := strconv.Atoi(s); n > 3 {
		return n, nil
	} else if ok {
		n := 3
		return n, nil
	}
	n := 4
	return n, nil
}
