package cases

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"testing"
)

func address(port int) *url.URL {
	u, _ := url.Parse(fmt.Sprintf("http://localhost:%d", port))
	return u
}

func payload(size int) []byte {
	b := make([]byte, size)
	_, _ = rand.Read(b)
	return b
}

func removed(name string) {
	_ = os.RemoveAll(name)
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
	_ = os.Remove(s.name)
}

func (s *server) size() int {
	n, _ := strconv.Atoi(s.name)
	println(n)
	return n
}

func start(s server) {
	n, _ := strconv.Atoi(s.name)
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
	n, _ := strconv.Atoi(s)
	return n
}

func FuzzAddress(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		u, _ := url.Parse(s)
		host, _ := os.Hostname()
		if _, err := url.Parse(s); err == nil {
			_, _ = u.MarshalBinary()
		}
		_, _ = url.Parse(host)
	})
}

func BenchmarkStatus(b *testing.B) {
	text, _ := os.ReadFile("x")
	if len(text) == 0 {
		b.Fatal("no text")
	}
	host, _ := os.Hostname()
	b.Log(host)
	if len(host) > 80 {
		text, _ := os.ReadFile("y")
		b.Fatalf("long: %s", text)
	}
}
