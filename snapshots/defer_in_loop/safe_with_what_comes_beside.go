package cases

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
)

// openBuffered gives a reader beside the file.
func openBuffered(name string) (*os.File, *bufio.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	return f, bufio.NewReader(f), nil
}

// The reader stays in the iteration as well.
func firstLines(names []string) error {
	for _, name := range names {
		if err := func() error {
			f, r, err := openBuffered(name)
			if err != nil {
				return err
			}
			defer f.Close()
			line, err := r.ReadString('\n')
			if err != nil {
				return err
			}
			fmt.Println(name, line)
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

// client is one of another make.
type client struct{ base *http.Client }

func (c *client) get(url string) (io.ReadCloser, error) {
	resp, err := c.base.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// A new response's body is new.
func bodies(c *client, urls []string) (n int64, err error) {
	for _, url := range urls {
		if err := func() error {
			body, err := c.get(url)
			if err != nil {
				return err
			}
			defer body.Close()
			m, err := io.Copy(io.Discard, body)
			if err != nil {
				return err
			}
			n += m
			return nil
		}(); err != nil {
			return n, err
		}
	}
	return n, nil
}

// scratch gives the name of a file that nobody else knows.
func scratch(text string) (string, error) {
	f, err := os.CreateTemp("", "scratch")
	if err != nil {
		return "", err
	}
	if _, err := f.WriteString(text); err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

func lengths(texts []string) (all []int, err error) {
	for _, text := range texts {
		if err := func() error {
			name, err := scratch(text)
			if err != nil {
				return err
			}
			defer os.Remove(name)
			b, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			all = append(all, len(b))
			return nil
		}(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
