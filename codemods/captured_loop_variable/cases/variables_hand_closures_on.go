//go:build go1.21

package cases

import "sync"

type event struct {
	id  *int
	run func()
}

func handOn(ids []int, use func(int), queue chan event) (kept []func(), events []*event) {
	var wg sync.WaitGroup
	for _, id := range ids {
		f := func() { use(id) }
		kept = append(kept, f)
	}
	for _, id := range ids {
		f := func() { use(id) }
		f()
		go f()
	}
	for _, id := range ids {
		e := event{id: &id}
		e2 := &e
		events = append(events, e2)
	}
	for _, id := range ids {
		work := func() { use(id) }
		wg.Add(1)
		go func() {
			defer wg.Done()
			work()
		}()
	}
	for _, id := range ids {
		p := &id
		queue <- event{id: p, run: nil}
	}
	wg.Wait()
	// What is only used in the iteration is right.
	for _, id := range ids {
		f := func() { use(id) }
		f()
		func() {
			defer f()
		}()
		p := &id
		use(*p)
		kept[0] = nil
		e := event{id: p}
		use(*e.id)
	}
	// What a variable holds isn't known once it is assigned again.
	for _, id := range ids {
		f := func() { use(id) }
		if id > 3 {
			f = nil
		}
		kept = append(kept, f)
	}
	return kept, events
}
