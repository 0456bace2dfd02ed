package cases

import (
	"os"
	"strconv"
	"sync"
	"testing"
)

func TestLiterals(t *testing.T) {
	n := func() int {
		n, _ := strconv.Atoi("1")
		return n
	}()
	parse := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	n += parse("2")
	started := func() {
		n, _ := strconv.Atoi("3")
		println(n)
		println(n)
	}
	go started()
	handed := each(func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n, _ := strconv.Atoi("4")
		println(n)
		wg.Done()
	}()
	wg.Add(1)
	go func() {
		defer wg.Done()
		n, _ := strconv.Atoi("5")
		println(n)
	}()
	defer func() {
		_ = os.Chdir("/")
	}()
	wg.Wait()
	_ = handed
}

func each(f func(string) int) int { return f("") }

func BenchmarkLoop(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		n, _ := strconv.Atoi("1")
		b.StartTimer()
		println(n)
	}
}
