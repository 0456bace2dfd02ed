package cases

import (
	"os"
	"strconv"
	"sync"
	"testing"
)

func TestLiterals(t *testing.T) {
	n := func() int {
		n, err := strconv.Atoi("1")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}()
	parse := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n += parse("2")
	started := func() {
		n, err := strconv.Atoi("3")
		if err != nil {
			t.Error(err)
			return
		}
		println(n)
		println(n)
	}
	go started()
	handed := each(func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Error(err)
			return 0
		}
		return n
	})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		n, err := strconv.Atoi("4")
		if err != nil {
			t.Error(err)
		}
		println(n)
		wg.Done()
	}()
	wg.Add(1)
	go func() {
		defer wg.Done()
		n, err := strconv.Atoi("5")
		if err != nil {
			t.Error(err)
			return
		}
		println(n)
	}()
	defer func() {
		if err := os.Chdir("/"); err != nil {
			t.Error(err)
		}
	}()
	wg.Wait()
	_ = handed
}

func each(f func(string) int) int { return f("") }

func BenchmarkLoop(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		n, err := strconv.Atoi("1")
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		println(n)
	}
}
