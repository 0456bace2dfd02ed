package cases

import (
	"crypto/rand"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"strconv"
	"testing"
)

func address(port int) *url.URL {
	u, err := url.Parse(fmt.Sprintf("http://localhost:%d", port))
	if err != nil {
		panic(err)
	}
	return u
}

func payload(size int) []byte {
	b := make([]byte, size)
	if _, err := rand.Read(b); err != nil {
		log.Println(err)
	}
	return b
}

func removed(name string) {
	if err := os.RemoveAll(name); err != nil {
		log.Println(err)
	}
}

func written(w io.Writer) {
	_, _ = w.Write(nil)
	_, _ = io.WriteString(w, "x")
}

type server struct {
	t    *testing.T
	name string
}

func (s *server) stop() {
	if err := os.Remove(s.name); err != nil {
		s.t.Error(err)
	}
}

func (s *server) size() int {
	n, err := strconv.Atoi(s.name)
	if err != nil {
		s.t.Error(err)
		return 0
	}
	println(n)
	return n
}

func start(s server) {
	n, err := strconv.Atoi(s.name)
	if err != nil {
		s.t.Fatal(err)
	}
	println(n)
}

func TestStarted(b *testing.T) {
	text := func() []byte {
		b, _ := os.ReadFile("x")
		return b
	}()
	println(len(text))
}

type reporter interface {
	Error(args ...any)
	Fatal(args ...any)
	FailNow()
}

func reports(r reporter, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		r.Fatal(err)
	}
	return n
}

func FuzzAddress(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		u, err := url.Parse(s)
		if err != nil {
			t.Skip(err)
		}
		host, err := os.Hostname()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := url.Parse(s); err == nil {
			if _, err := u.MarshalBinary(); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = url.Parse(host)
	})
}

func BenchmarkStatus(b *testing.B) {
	text, err := os.ReadFile("x")
	if err != nil {
		b.Fatal(err)
	}
	if len(text) == 0 {
		b.Fatal("no text")
	}
	host, err := os.Hostname()
	if err != nil {
		b.Fatal(err)
	}
	b.Log(host)
	if len(host) > 80 {
		text, err := os.ReadFile("y")
		if err != nil {
			b.Error(err)
		}
		b.Fatalf("long: %s", text)
	}
}
