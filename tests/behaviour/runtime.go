// The part of every generated program that is always the same: resources that log, choices that a seed makes, and the
// harness that runs each function several times.
package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
)

type ctx struct {
	state  uint64
	steps  int
	next   int
	events []string
	ready  chan struct{}
	never  chan struct{}
}

type resource struct {
	c    *ctx
	name string
}

// choose makes the same choices before and after a rewrite, because a release makes none.
func (c *ctx) choose(n int) int {
	c.steps++
	if c.steps > 300 {
		panic("enough")
	}
	c.state = c.state*6364136223846793005 + 1442695040888963407
	return int(c.state>>33) % n
}

func (c *ctx) flip() bool { return c.choose(3) == 0 }
func (c *ctx) more() bool { return c.choose(4) != 0 }

func (c *ctx) log(format string, args ...any) {
	c.events = append(c.events, fmt.Sprintf(format, args...))
}

func (c *ctx) acquire(site string) (*resource, error) {
	if c.choose(5) == 0 {
		return nil, errors.New("no " + site)
	}
	c.next++
	r := &resource{c, fmt.Sprintf("%s#%d", site, c.next)}
	c.log("acquire %s", r.name)
	return r, nil
}

// open is acquire by another type, whose values nothing is known to keep.
func (c *ctx) open(site string) (io.ReadCloser, error) {
	r, err := c.acquire(site)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (r *resource) Read([]byte) (int, error) {
	r.use()
	return 0, r.c.maybe()
}

func (r *resource) use() int {
	r.c.log("use %s", r.name)
	return len(r.name)
}

func (r *resource) Close() error {
	r.c.log("release %s", r.name)
	return nil
}

func (r *resource) closeWith(n int) { r.c.log("release %s with %d", r.name, n) }

func (c *ctx) maybe() error {
	if c.flip() {
		return nil
	}
	return errors.New("maybe")
}

func (c *ctx) pair() (int, error) { return c.choose(9), c.maybe() }

func (c *ctx) value() any {
	return []any{1, "text", errors.New("value"), nil, 2.5}[c.choose(5)]
}

func (c *ctx) channel(n int) chan int {
	numbers := make(chan int, n)
	for i := range n {
		numbers <- i
	}
	close(numbers)
	return numbers
}

func (c *ctx) sequence(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range n {
			if !yield(i, "s") {
				c.log("no more")
				return
			}
		}
	}
}

type point struct{ x, y int }

func main() {
	var out strings.Builder
	for name, function := range functions {
		for trial := range 16 {
			c := &ctx{state: uint64(trial)*977 + uint64(len(name)), ready: make(chan struct{})}
			close(c.ready)
			result := func() (result string) {
				defer func() {
					if r := recover(); r != nil {
						result = fmt.Sprint("panic ", r)
					}
				}()
				return function(c)
			}()
			fmt.Fprintf(&out, "%s/%d\t%s\t%s\n", name, trial, result, strings.Join(c.events, "\t"))
		}
	}
	os.Stdout.WriteString(out.String())
}
