//go:build go1.21

package cases

import (
	"fmt"
	"sync"
)

type page struct {
	url  string
	size int
}

func (p page) String() string { return p.url }

func crawl(pages []page, byName map[string]*page) {
	var wg sync.WaitGroup
	for i, p := range pages { // in order
		wg.Add(1)
		// Each on its own.
		go func(i int, p page) { // closure
			defer wg.Done()
			fmt.Println(i, p.url, p.String())
		}(i, p) // started
	}
	for _, p := range byName {
		wg.Add(1)
		go func(p *page) {
			defer wg.Done()
			p.size++
		}(p)
	}
	wg.Wait()
}
