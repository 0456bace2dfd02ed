//go:build go1.21

package cases

func keys(values []int, use func(any)) {
	type point struct{ v int }
	for _, v := range values {
		go func() { use(point{v: 1}) }()
		go func() { use(map[int]int{v: 1}) }()
	}
}
