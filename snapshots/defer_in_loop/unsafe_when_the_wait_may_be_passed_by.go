package cases

import (
	"io"
	"os"
	"sync"
	"time"
)

// The iteration may end before.
func passed(names []string) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			var wg sync.WaitGroup
			wg.Add(1)
			go func() {
				defer wg.Done()
				io.Copy(io.Discard, f)
			}()
			if name == "" {
				return
			}
			wg.Wait()
		}()
	}
}

// It is used when the group is done already.
func after(names []string) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			var wg sync.WaitGroup
			wg.Add(1)
			go func() {
				wg.Done()
				io.Copy(io.Discard, f)
			}()
			wg.Wait()
			println(name)
		}()
	}
}

// What is deferred before comes after.
func deferred(names []string) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			done := make(chan bool)
			go func() {
				defer f.Sync()
				defer close(done)
				io.Copy(io.Discard, f)
			}()
			<-done
			println(name)
		}()
	}
}

// Two send, one is received.
func many(names []string) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			done := make(chan bool, 2)
			for i := range 2 {
				go func() {
					f.ReadAt(make([]byte, 1), int64(i))
					done <- true
				}()
			}
			<-done
			println(name)
		}()
	}
}

// Or something else comes first.
func first(names []string) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			done := make(chan bool)
			go func() {
				defer close(done)
				io.Copy(io.Discard, f)
			}()
			select {
			case <-done:
			case <-time.After(time.Second):
			}
			println(name)
		}()
	}
}

// The goroutine's own goroutine isn't waited for.
func inner(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		var wg sync.WaitGroup
		wg.Go(func() {
			go func() {
				io.Copy(io.Discard, f)
			}()
		})
		wg.Wait()
		println(name)
	}
}
