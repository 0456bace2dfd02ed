//go:build go1.21

package cases

import (
	"fmt"
	"sort"
)

func right(names []string, use func(string)) {
	for _, name := range names {
		name := name
		go func() { use(name) }()
	}
	for _, name := range names {
		go func() { use(name) }()
		break
	}
	for _, name := range names {
		if len(name) > 3 {
			defer func() { use(name) }()
			return
		}
	}
	for _, name := range names {
		func() {
			defer func() { use(name) }()
			use(name)
		}()
		sort.Slice(names, func(i, j int) bool { return names[i] < name })
		go use(name)
		go func(name string) { use(name) }(name)
	}
	for it := newIterator(names); it.next(); {
		go func() { fmt.Println(it) }()
	}
	var name string
	for _, name = range names {
		go func() { use(name) }()
	}
}

type iterator struct{ names []string }

func newIterator(names []string) *iterator { return &iterator{names} }

func (it *iterator) next() bool { return len(it.names) > 100 }
