package cases

import (
	"io"
	"os"
	"sync"
)

// A group that is waited for where nothing can pass it by.
func group(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				f.ReadAt(make([]byte, 1), int64(i))
			}()
		}
		wg.Wait()
		f.Close()
	}
}

// The wait belongs to the statements that use the file.
func fewest(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		done := make(chan struct{})
		go func(r io.Reader) {
			defer close(done)
			io.Copy(io.Discard, r)
		}(f)
		println(name)
		<-done
		f.Close()
		println("one")
		println("two")
		println("three")
		println("four")
		println("five")
		println("six")
		println("seven")
		println("eight")
		println("nine")
	}
}

// The error is sent when all is over.
func sent(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		errs := make(chan error)
		go func() {
			_, err := io.Copy(io.Discard, f)
			errs <- err
		}()
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// A goroutine of the group's own.
func own(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		var wg sync.WaitGroup
		wg.Go(func() { io.Copy(io.Discard, f) })
		wg.Wait()
		f.Close()
	}
}
