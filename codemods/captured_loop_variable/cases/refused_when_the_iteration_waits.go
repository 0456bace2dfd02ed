//go:build go1.21

package cases

import (
	"fmt"
	"sync"
)

func waits(words []string) {
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println(word)
		}()
		wg.Wait()
	}
	done := make(chan int)
	for i := 0; i < 3; i++ {
		go func() { done <- i }()
		<-done
	}
}
