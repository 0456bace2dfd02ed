package cases

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

type options struct{ dir string }

func withDir(dir string) func(*options) {
	return func(o *options) {
		var err error
		o.dir, err = filepath.Abs(dir)
		if err != nil {
			panic(err)
		}
	}
}

func pipeOf(data []byte) io.Reader {
	r, w := io.Pipe()
	go func() {
		if _, err := w.Write(data); err != nil {
			log.Println(err)
		}
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
		if err := os.Chdir("/"); err != nil {
			log.Println(err)
		}
	}
}

type api struct{ body string }

func (a api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusCreated)
	if _, err := w.Write([]byte(a.body)); err != nil {
		log.Println(err)
	}
}

func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dir, err := filepath.Abs(r.URL.Path)
		if err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		_, _ = fmt.Fprint(w, dir)
		name, err := filepath.Abs("b")
		if err != nil {
			panic(err)
		}
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
	if _, err := io.Copy(p.one, p.other); err != nil {
		log.Println(err)
	}
}

func copies(one, other net.Conn) {
	if _, err := io.Copy(one, other); err != nil {
		log.Println(err)
	}
}

func (p *pair) closes() {
	_ = p.one.SetDeadline(time.Now())
}
