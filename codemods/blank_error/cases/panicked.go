package main

import (
	"os"
	"strconv"
)

func value(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func main() {
	defer println("done")
	_ = os.Chdir("/")
}

func shadowed(panic func(error)) {
	_ = os.Chdir("/")
}
