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
	defer func() { _ = f.Sync() }()
	n, _ := strconv.Atoi(s)
	go func() { _ = f.Sync() }()
	return n
}
