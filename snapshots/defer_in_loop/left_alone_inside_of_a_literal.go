package cases

import (
	"fmt"
	"sync"
)

func fan(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println(name)
		}()
		func() {
			defer fmt.Println("done")
			fmt.Println(name)
		}()
	}
	wg.Wait()
}
