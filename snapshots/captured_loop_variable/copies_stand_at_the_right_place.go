//go:build go1.21

package cases

func place(names []string, run func(func()) bool, c chan func(), use func(string)) {
	for _, name := range names {
		name := name
		if len(name) > 1 {
			use(name)
		} else if go1(func() { go func() { use(name) }() }) {
			use(name)
		}
	}
outer:
	for _, name := range names {
	inner:
		for {
			name := name
			select {
			case c <- func() { use(name) }:
				continue outer
			default:
				break inner
			}
		}
	}
}

func go1(f func()) bool {
	f()
	return true
}
