package cases

import "strconv"

func aligned(a, b string) (int, error) {
	before := len(a)        // 1
	x, _ := strconv.Atoi(a) // 2
	after := len(b)         // 3
	last := before + after  // 4
	return x + last, nil
}
