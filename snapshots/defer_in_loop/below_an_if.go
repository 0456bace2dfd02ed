package cases

import (
	"fmt"
	"sync"
)

type shelf struct {
	mu    sync.Mutex
	books []string
}

func (s *shelf) visit(titles []string, locked bool) {
	for _, title := range titles {
		func() {
			if !locked {
				s.mu.Lock()
				defer s.mu.Unlock()
			}
			s.books = append(s.books, title)
			fmt.Println(title)
		}()
	}
}
