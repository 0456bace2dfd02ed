package cases

import (
	"context"
	"io"
	"os"
)

var last io.Reader

type source interface {
	take(io.Reader) error
}

type holder struct {
	source io.Reader
}

func (h *holder) hold(r io.Reader) {
	h.source = r
}

func remember(r io.Reader) {
	last = r
}

func watch(r io.Reader) {
	go func() {
		io.Copy(io.Discard, r)
	}()
}

func again(r io.Reader, n int) {
	if n > 0 {
		again(r, n-1)
	}
}

func deeper(r io.Reader) {
	remember(r)
}

func kept(names []string, s source, h *holder) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		remember(f)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		deeper(f)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		watch(f)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		// Recursion counts as keeping.
		again(f, 3)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		// Who implements it isn't known.
		if err := s.take(f); err != nil {
			return
		}
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		// What holds it is older than the iteration.
		h.hold(f)
	}
}

// The first argument of a method expression is the receiver.
func expressed(names []string, h *holder) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		(*holder).hold(h, f)
	}
}

func (h *holder) follow(ctx context.Context) {
	go func() {
		<-ctx.Done()
		h.source = nil
	}()
}

// A context that is seen to be kept is.
func followed(ctx context.Context, holders []*holder) {
	for _, h := range holders {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		h.follow(ctx)
	}
}
