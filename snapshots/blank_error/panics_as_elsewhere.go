package cases

import (
	"os"
	"strconv"
)

func must(s string) int {
	f, err := os.Open(s)
	if err != nil {
		panic(err)
	}
	defer func() {
		if err := f.Sync(); err != nil {
			panic(err)
		}
	}()
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	go func() { _ = f.Sync() }()
	return n
}
