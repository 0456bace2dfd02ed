package cases

import (
	"bytes"
	"io"
	"os"
	"sync"
	"testing"
)

type process struct {
	name string
}

func newProcess(name string) *process {
	return &process{name}
}

func (p *process) Start() error {
	return nil
}

func (p *process) Kill() {
	p.name = ""
}

// Started as the last thing: it's meant to run until the function ends.
func startAll(names []string) error {
	for _, name := range names {
		p := newProcess(name)
		defer p.Kill()
		if err := p.Start(); err != nil {
			return err
		}
	}
	return nil
}

// A parallel subtest begins when the function has returned.
func testAll(t *testing.T, names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			io.Copy(io.Discard, f)
		})
	}
}

// The group is waited for behind the loop.
func copyAll(w io.Writer, names []string) {
	var group sync.WaitGroup
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		group.Go(func() {
			io.Copy(w, f)
		})
	}
	group.Wait()
}

var buffers = sync.Pool{New: func() any { return new([64]byte) }}

// The memory that is given back is written to behind the loop.
func collect(parts []string) []*bytes.Buffer {
	all := make([]*bytes.Buffer, len(parts))
	for i, part := range parts {
		room := buffers.Get().(*[64]byte)
		defer buffers.Put(room)
		all[i] = bytes.NewBuffer(room[:0])
		all[i].WriteString(part)
	}
	return all
}

// Locked by the first iteration for all of them.
func sum(mu *sync.Mutex, values []int) int {
	total := 0
	locked := false
	for _, value := range values {
		if !locked {
			mu.Lock()
			defer mu.Unlock()
			locked = true
		}
		total += value
	}
	return total
}
