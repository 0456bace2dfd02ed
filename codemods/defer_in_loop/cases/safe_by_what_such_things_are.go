package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// store is somebody's.
type store interface {
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	List(ctx context.Context, prefix string) (cursor, error)
}

type cursor interface {
	Next() bool
	Key() string
	Err() error
	Close() error
}

// What can fail to be opened is opened for who asks.
func read(ctx context.Context, s store, names []string) (int, error) {
	total := 0
	for _, name := range names {
		r, err := s.Open(ctx, name)
		if err != nil {
			return 0, err
		}
		defer r.Close()
		b, err := io.ReadAll(r)
		if err != nil {
			return 0, err
		}
		total += len(b)
	}
	return total, nil
}

// A cursor's own methods are its own business.
func keys(ctx context.Context, s store, prefixes []string) ([]string, error) {
	var all []string
	for _, prefix := range prefixes {
		c, err := s.List(ctx, prefix)
		if err != nil {
			return nil, err
		}
		defer func() { _ = c.Close() }()
		for c.Next() {
			all = append(all, c.Key())
		}
		if err := c.Err(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// doer is a client of somebody's.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

// The request with its context, and the answer, belong to the iteration.
func answers(ctx context.Context, c doer, urls []string, to io.Writer) error {
	for _, url := range urls {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		req, err := http.NewRequest("GET", url, nil)
		if err != nil {
			return err
		}
		resp, err := c.Do(req.WithContext(ctx))
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 {
			return fmt.Errorf("%s: %s", url, resp.Status)
		}
		if _, err := io.Copy(to, resp.Body); err != nil {
			return err
		}
	}
	return nil
}

type work struct {
	ctx context.Context
	dir *os.File
}

// begin gives what ends it beside.
func begin(ctx context.Context, dir string) (*work, func(), error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	return &work{ctx: ctx, dir: f}, func() {
		cancel()
		f.Close()
	}, nil
}

func (w *work) count() (int, error) {
	names, err := w.dir.Readdirnames(-1)
	return len(names), errors.Join(err, w.ctx.Err())
}

// What the function does was seen where it was made.
func count(ctx context.Context, dirs []string) (int, error) {
	total := 0
	for _, dir := range dirs {
		w, end, err := begin(ctx, filepath.Join("root", dir))
		if err != nil {
			return 0, err
		}
		defer end()
		n, err := w.count()
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// pages is gone through.
type pages interface {
	Next() bool
	Page() []byte
	Close() error
}

type book interface {
	Pages(title string) (pages, error)
}

// Of the bytes there are copies.
func texts(b book, titles []string) (all []string, err error) {
	for _, title := range titles {
		p, err := b.Pages(title)
		if err != nil {
			return nil, err
		}
		defer p.Close()
		for p.Next() {
			page := p.Page()
			all = append(all, string(page))
		}
	}
	return all, nil
}
