package cases

import (
	"context"
	"io"
	"os"
)

// pool gives what it has.
type pool struct {
	one   io.ReadCloser
	files map[string]*os.File
}

func (p *pool) reader() (io.ReadCloser, error) { return p.one, nil }

// file remembers what it opens.
func (p *pool) file(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	p.files[name] = f
	return f, nil
}

// What there was before is others', too.
func shared(p *pool, names []string) {
	for _, name := range names {
		r, err := p.reader()
		if err != nil {
			continue
		}
		defer r.Close()
		io.Copy(io.Discard, r)
		println(name)
	}
}

func remembered(p *pool, names []string) {
	for _, name := range names {
		f, err := p.file(name)
		if err != nil {
			continue
		}
		defer f.Close()
		io.Copy(io.Discard, f)
	}
}

// watcher goes on by itself.
type watcher interface {
	Next() bool
	Watch(name string)
	Add(to *[]any)
	Close() error
}

type watchers interface {
	Watcher(name string) (watcher, error)
}

func watched(all watchers, names []string) {
	for _, name := range names {
		w, err := all.Watcher(name)
		if err != nil {
			continue
		}
		defer w.Close()
		w.Watch(name)
		println(w.Next())
	}
}

func added(all watchers, names []string) (seen []any) {
	for _, name := range names {
		w, err := all.Watcher(name)
		if err != nil {
			continue
		}
		defer w.Close()
		w.Add(&seen)
		println(w.Next())
	}
	return seen
}

var level = 1

// setLevel gives a function that puts back what was.
func setLevel(to int) (int, func()) {
	old := level
	level = to
	return old, func() { level = old }
}

// What everyone looks at isn't the iteration's.
func levels(all []int) {
	for _, to := range all {
		old, restore := setLevel(to)
		defer restore()
		println(old, level)
	}
}

// lease is held by who has the context.
func lease(ctx context.Context, name string) (context.Context, func() error, error) {
	return ctx, func() error { return os.Remove(name) }, ctx.Err()
}

func leased(ctx context.Context, names []string) error {
	for _, name := range names {
		ctx, done, err := lease(ctx, name)
		if err != nil {
			return err
		}
		defer done()
		println(ctx.Err() == nil)
	}
	return nil
}
