package cases

import "strconv"

func aligned(a, b string) (int, error) {
	before := len(a)          // 1
	x, err := strconv.Atoi(a) // 2
	if err != nil {
		return 0, err
	}
	after := len(b)        // 3
	last := before + after // 4
	return x + last, nil
}
