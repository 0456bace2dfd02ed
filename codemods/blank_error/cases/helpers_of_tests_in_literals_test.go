package cases

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

type options struct{ dir string }

func withDir(dir string) func(*options) {
	return func(o *options) {
		o.dir, _ = filepath.Abs(dir)
	}
}

func pipeOf(data []byte) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, _ = w.Write(data)
	}()
	go func() {
		for {
			_, _ = w.Write(data)
		}
	}()
	go func() {
		host, _ := os.Hostname()
		fmt.Println(host)
	}()
	return r
}

func served(l net.Listener) func() {
	go func() {
		_ = http.Serve(l, nil)
	}()
	return func() {
		_ = os.Chdir("/")
	}
}

type api struct{ body string }

func (a api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write([]byte(a.body))
}

func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dir, _ := filepath.Abs(r.URL.Path)
		_, _ = fmt.Fprint(w, dir)
		name, _ := filepath.Abs("b")
		_, _ = fmt.Fprintln(w, name)
		for {
			_, _ = w.Write(nil)
		}
	})
}

type pair struct{ one, other net.Conn }

func pairOf(one, other net.Conn) *pair {
	p := &pair{one, other}
	go p.copies()
	go copies(one, other)
	return p
}

func (p *pair) copies() {
	_, _ = io.Copy(p.one, p.other)
}

func copies(one, other net.Conn) {
	_, _ = io.Copy(one, other)
}

func (p *pair) closes() {
	_ = p.one.SetDeadline(time.Now())
}
