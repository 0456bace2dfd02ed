package cases

import (
	"fmt"
	"os"
	"sync"
)

func cleanup(paths []string, locks []*sync.Mutex, done func()) {
	for _, path := range paths {
		defer os.Remove(path)
	}
	for _, lock := range locks {
		lock.Lock()
		defer lock.Unlock()
	}
	for range 3 {
		defer done()
	}
	for i := 0; i < 3; i++ {
		defer fmt.Println("bye", i)
	}
}
