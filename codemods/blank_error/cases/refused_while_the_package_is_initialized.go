package cases

import "strconv"

func mustHave(n int) int {
	if n < 0 {
		panic(strconv.ErrRange)
	}
	return n
}

var limit = func() int {
	n, _ := strconv.ParseInt("0x10", 0, 64)
	return mustHave(int(n))
}()
