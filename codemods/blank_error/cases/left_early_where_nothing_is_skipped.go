package cases

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
)

type meter struct {
	mu    sync.Mutex
	total int
}

func deferredAbove(ctx context.Context, name, s string) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	n, _ := strconv.Atoi(s)
	<-ctx.Done()
	_, err = io.Copy(os.Stdout, f)
	return n, err
}

func lockedBelow(m *meter, s string) (int, error) {
	n, _ := strconv.Atoi(s)
	fmt.Println(n)
	m.total += n
	k, _ := strconv.Atoi(s)
	m.total += k
	return n, nil
}

func onAnotherPath(f *os.File, s string) (int, error) {
	if s == "" {
		return 0, f.Close()
	} else if s == "x" {
		n, _ := strconv.Atoi(s)
		return n, nil
	}
	return 0, f.Close()
}

func ownState(s string) (int, error) {
	var m meter
	m.total = 1
	n, _ := strconv.Atoi(s)
	m.total = n
	return m.total, nil
}
