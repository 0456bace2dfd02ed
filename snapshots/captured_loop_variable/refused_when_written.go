//go:build go1.21

package cases

import "fmt"

type point struct{ x, y int }

func written(points []point) {
	for i := 0; i < 10; i++ {
		go func() { fmt.Println(i) }()
		i += 2
	}
	for i := 0; i < 10; i++ {
		go func() { i++ }()
	}
	for _, p := range points {
		for k := 0; k < 3; k++ {
			p.x++
			go func() { fmt.Println(p) }()
		}
	}
	for _, p := range points {
		p.x++
		go func(p point) { fmt.Println(p) }(p)
	}
}
