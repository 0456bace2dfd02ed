package cases

import (
	"container/heap"
	"container/list"
	"io/fs"
	"net"
	"os"
	"sync"
	"sync/atomic"
)

func stored(names []string, last *atomic.Value, byName *sync.Map, all *list.List) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		last.Store(f)
		println(name)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		byName.Store(name, f)
		println(name)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		all.PushBack(f)
		println(name)
	}
}

// bySize is a heap of files.
type bySize []*os.File

func (s bySize) Len() int           { return len(s) }
func (s bySize) Less(i, j int) bool { return i < j }
func (s bySize) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *bySize) Push(x any)        { *s = append(*s, x.(*os.File)) }
func (s *bySize) Pop() any          { return nil }

func sorted(names []string) *bySize {
	files := new(bySize)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil
		}
		defer f.Close()
		heap.Push(files, f)
		println(name)
	}
	return files
}

// session is on a connection.
type session interface{ Send(text string) error }

func dial(addr string) (net.Conn, session, error) {
	c, err := net.Dial("tcp", addr)
	return c, nil, err
}

// What is kept works by what is closed.
func sessions(addrs []string) (all []session) {
	for _, addr := range addrs {
		c, s, err := dial(addr)
		if err != nil {
			return nil
		}
		defer c.Close()
		c.Write([]byte(addr))
		all = append(all, s)
	}
	return all
}

// A root is a number and a name, and more than these.
func roots(names []string) (all []fs.FS) {
	for _, name := range names {
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil
		}
		defer root.Close()
		all = append(all, root.FS())
		println(name)
	}
	return all
}

// socket is the number of one.
type socket struct{ fd int }

func open(addr string) (*socket, error) { return &socket{len(addr)}, nil }

func (s *socket) Close() error     { s.fd = -1; return nil }
func (s *socket) Send(text string) {}

func sockets(addrs []string) (all []*socket) {
	for _, addr := range addrs {
		s, err := open(addr)
		if err != nil {
			return nil
		}
		defer s.Close()
		all = append(all, s)
		s.Send(addr)
	}
	return all
}

type node struct {
	mu sync.Mutex
	n  int
}

// Another lock each time, by another name.
func locks(nodes []*node) {
	for _, n := range nodes {
		m := n
		m.mu.Lock()
		defer m.mu.Unlock()
		m.n++
		println(m.n)
	}
}
