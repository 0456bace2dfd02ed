//go:build go1.21

package cases

import (
	"sync"
	"testing"
)

type job struct {
	name string
	sum  [4]byte
}

func (j *job) run()         {}
func (j job) name2() string { return j.name }

type wrapped struct {
	job
	*testing.T
}

func methods(jobs []job, pointers []*job, wrappers []wrapped) (runs []func(), names []func() string, sums [][]byte) {
	var wg sync.WaitGroup
	for _, j := range jobs {
		runs = append(runs, j.run)
	}
	for _, j := range jobs {
		wg.Go(j.run)
	}
	for _, w := range wrappers {
		w.Cleanup(w.run)
		go w.run()
	}
	for _, j := range jobs {
		sums = append(sums, j.sum[:2])
	}
	// A method value holds a copy of a value receiver, and of the pointer.
	for _, j := range jobs {
		names = append(names, j.name2)
	}
	for _, j := range pointers {
		runs = append(runs, j.run)
		defer j.run()
	}
	for _, w := range wrappers {
		defer w.Parallel()
	}
	// The bytes are copied.
	var all []byte
	var texts []string
	for _, j := range jobs {
		all = append(all, j.sum[:]...)
		texts = append(texts, string(j.sum[:]))
	}
	_, _ = all, texts
	wg.Wait()
	return runs, names, sums
}
