//go:build go1.21

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"sync"
	"time"
)

type point struct{ x, y int }

func (p *point) inc()     { p.x++ }
func (p point) sum() int  { return p.x + p.y }
func (p *point) ptr() int { return p.x * 100 }

func (p *point) tell(r *recorder) { r.emit("told", *p) }
func (p point) say(r *recorder)   { r.emit("said", p) }

// deep has the methods of its own point, far those of somebody else's.
type deep struct{ point }

type far struct{ *point }

func (f far) String() string { return fmt.Sprint(*f.point) }

type pair [2]int

type handler func()

type entry struct {
	run   func()
	n     *int
	point *point
}

type recorder struct {
	name    string
	lines   []string
	wg      sync.WaitGroup
	tickets []chan struct{}
	kept    []func()
	byKey   map[int]func()
	queue   chan func()
	ints    []*int
	points  []*point
	slices  [][]int
	tells   []func(*recorder)
	entries []*entry
	flags   *flag.FlagSet
	over    context.Context
	all     sync.WaitGroup
	last    func()
	best    *point
}

func (r *recorder) emit(values ...any) {
	r.lines = append(r.lines, fmt.Sprint(values...))
}

// ticket is the turn of a goroutine: they run one by one when the function is over.
func (r *recorder) ticket() int {
	r.tickets = append(r.tickets, make(chan struct{}))
	return len(r.tickets) - 1
}

func (r *recorder) wait(ticket int) { <-r.tickets[ticket] }

// flag is the name of a flag that isn't defined yet.
func (r *recorder) flag() string {
	n := 0
	r.flags.VisitAll(func(*flag.Flag) { n++ })
	return fmt.Sprintf("flag%03d", n)
}

func numbers(n int) chan int {
	c := make(chan int, n)
	for i := 0; i < n; i++ {
		c <- i * 10
	}
	close(c)
	return c
}

func call(f func()) bool {
	f()
	return true
}

func run(name string, f func(r *recorder)) {
	r := &recorder{name: name, byKey: map[int]func(){}, queue: make(chan func(), 1000)}
	r.flags = flag.NewFlagSet(name, flag.ContinueOnError)
	r.flags.SetOutput(io.Discard)
	var cancel func()
	r.over, cancel = context.WithCancel(context.Background())
	f(r)
	cancel()
	for i := 0; i < len(r.tickets); i++ {
		r.wg.Add(1)
		close(r.tickets[i])
		r.wg.Wait()
	}
	for _, f := range r.kept {
		f()
	}
	for k := 0; k < 1000; k++ {
		if f := r.byKey[k]; f != nil {
			f()
		}
	}
	close(r.queue)
	for f := range r.queue {
		f()
	}
	r.flags.VisitAll(func(f *flag.Flag) { f.Value.Set("") })
	if r.last != nil {
		r.last()
	}
	if r.best != nil {
		r.emit("best", *r.best)
	}
	for _, tell := range r.tells {
		tell(r)
	}
	for _, e := range r.entries {
		if e.run != nil {
			e.run()
		}
		if e.n != nil {
			r.emit("entry", *e.n)
		}
		if e.point != nil {
			r.emit("entry", *e.point)
		}
	}
	for _, s := range r.slices {
		r.emit("slice", s)
	}
	for _, p := range r.ints {
		r.emit("int", *p)
	}
	for _, p := range r.points {
		r.emit("point", *p)
	}
	for _, line := range r.lines {
		fmt.Println(r.name, line)
	}
}
