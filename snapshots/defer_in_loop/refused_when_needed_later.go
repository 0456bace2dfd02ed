package cases

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"time"
)

type pool struct{ used map[*os.File]bool }

type slot struct{ name string }

func servers(n int) []string {
	var urls []string
	for range n {
		s := httptest.NewServer(http.NotFoundHandler())
		defer s.Close()
		urls = append(urls, s.URL)
		fmt.Println(len(urls))
	}
	return urls
}

func keys(p *pool, names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		p.used[f] = true
	}
}

func later(waits []time.Duration, stop func()) {
	for _, wait := range waits {
		timer := time.AfterFunc(wait, stop)
		defer timer.Stop()
		time.Sleep(wait)
	}
}

func last(names []string) {
	for _, name := range names {
		l, err := net.Listen("tcp", name)
		if err != nil {
			continue
		}
		defer l.Close()
	}
}

func named(slots []slot, create func() string) {
	for i := range slots {
		s := &slots[i]
		name := create()
		defer os.Remove(name)
		s.name = name
		fmt.Println(i)
	}
}
