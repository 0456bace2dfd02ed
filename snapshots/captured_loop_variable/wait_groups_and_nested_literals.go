//go:build go1.21

package cases

import (
	"fmt"
	"sync"
)

func nested(rows [][]int) {
	var wg sync.WaitGroup
	for i, row := range rows {
		for j, cell := range row {
			i, j, cell := i, j, cell
			wg.Go(func() {
				func() {
					defer func() { fmt.Println(i, j) }()
					fmt.Println(cell)
				}()
			})
			func() {
				wg.Add(1)
				go func() {
					defer wg.Done()
					defer func() { fmt.Println(cell) }()
				}()
			}()
		}
	}
	wg.Wait()
}
