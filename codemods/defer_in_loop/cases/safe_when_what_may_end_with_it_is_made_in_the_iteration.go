package cases

import (
	"compress/gzip"
	"io"
	"os"
)

type codec interface {
	Reader(of io.Reader) (io.ReadCloser, error)
}

// The file is the iteration's own.
func each(c codec, names []string) error {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
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

// decoded closes the file only where it made it.
type decoded struct {
	io.ReadCloser
	file *os.File
}

func (d decoded) Close() error {
	err := d.ReadCloser.Close()
	if closed := d.file.Close(); err == nil {
		err = closed
	}
	return err
}

func over(r io.ReadCloser, file *os.File) io.ReadCloser {
	return decoded{ReadCloser: r, file: file}
}

func open(c codec, name string) (io.ReadCloser, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r, err := c.Reader(file)
	if err != nil {
		return nil, err
	}
	return over(r, file), nil
}

func helped(c codec, names []string) error {
	for _, name := range names {
		r, err := open(c, name)
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

// The standard library's readers leave alone what they read.
func zipped(file *os.File, times int) error {
	for range times {
		r, err := gzip.NewReader(file)
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

// layer lies on another one.
type layer struct {
	below *layer
	io.ReadCloser
}

type stack interface {
	Top(name string) (*layer, error)
}

func bottom(s stack, name string) (io.ReadCloser, error) {
	at, err := s.Top(name)
	if err != nil {
		return nil, err
	}
	for at.below != nil {
		at = at.below
	}
	return at, nil
}

func bottoms(s stack, names []string) error {
	for _, name := range names {
		r, err := bottom(s, name)
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
