//go:build go1.21

package cases

import "sync"

type rule struct {
	name string
	deep bool
}

func compile(rules []rule, names []string, use func(string)) (all []*rule, checks []func()) {
	var wg sync.WaitGroup
	for _, name := range names {
		if len(name) > 3 {
			checks = append(checks, func() { use(name) })
		} else {
			checks = append(checks, func() { use(name + name) })
		}
	}
	for i, r := range rules {
		use(r.name)
		switch {
		case r.deep:
			checks = append(checks, func() { use(names[i]) })
		case r.name != "":
			wg.Go(func() { use(names[i]) })
		}
	}
	// The goroutine has the copy too.
	for _, name := range names {
		checks = append(checks, func() { use(name) })
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(name)
		}()
	}
	// The type of one of them can't be written: both are copied.
	for i, row := range []struct{ name string }{{"a"}, {"b"}} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(row.name + names[i])
		}()
	}
	// The address is kept in the branch, and the variable is used behind it.
	for _, r := range rules {
		if r.deep {
			all = append(all, &r)
		}
		r.name = "done"
	}
	for _, r := range rules {
		for range names {
			all = append(all, &r)
		}
	}
	wg.Wait()
	return all, checks
}
