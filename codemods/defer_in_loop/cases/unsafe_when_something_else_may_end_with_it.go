package cases

import (
	"bufio"
	"io"
	"os"
)

// codec's readers may close what they read.
type codec interface {
	Reader(of io.Reader) (io.ReadCloser, error)
	With(settings settings) (io.ReadCloser, error)
}

type settings struct {
	level int
	from  io.ReadCloser
}

func again(c codec, from *os.File, times int) error {
	for range times {
		r, err := c.Reader(from)
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

func composed(c codec, from io.ReadCloser, times int) error {
	for level := range times {
		r, err := c.With(settings{level: level, from: from})
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

// The file is opened in the iteration, but others have it.
func known(c codec, names []string, to chan<- *os.File) error {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		to <- file
		r, err := c.Reader(file)
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

// pool hands out its own source.
type pool struct{ source io.ReadCloser }

type share struct{ source io.ReadCloser }

func (s share) Read(p []byte) (int, error) { return s.source.Read(p) }
func (s share) Close() error               { return s.source.Close() }

func (p *pool) open() (io.ReadCloser, error)             { return share{p.source}, nil }
func (p *pool) decoded(c codec) (io.ReadCloser, error)   { return c.Reader(p.source) }
func passed(from io.ReadCloser) (io.ReadCloser, error)   { return share{source: from}, nil }
func decoded(c codec, f *os.File) (io.ReadCloser, error) { return c.Reader(f) }

func shared(p *pool, times int) error {
	for range times {
		r, err := p.open()
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

func helped(p *pool, c codec, times int) error {
	for range times {
		r, err := p.decoded(c)
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

func handed(from io.ReadCloser, times int) error {
	for range times {
		r, err := passed(from)
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

func handedOn(c codec, from *os.File, times int) error {
	for range times {
		r, err := decoded(c, from)
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}

// ended calls a function when it's closed.
type ended struct {
	io.Reader
	end func() error
}

func (e *ended) Close() error { return e.end() }

func (p *pool) buffered() (io.ReadCloser, error) {
	return &ended{Reader: bufio.NewReader(p.source), end: func() error { return p.source.Close() }}, nil
}

func byFunction(p *pool, times int) error {
	for range times {
		r, err := p.buffered()
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
	}
	return nil
}
