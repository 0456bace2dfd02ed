package main

import (
	"os"
	"strconv"
)

func value(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func main() {
	defer println("done")
	if err := os.Chdir("/"); err != nil {
		panic(err)
	}
}

func shadowed(panic func(error)) {
	_ = os.Chdir("/")
}
