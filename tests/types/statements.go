package seed

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

type server struct {
	sync.Mutex
	*state
	handlers map[string]func(w io.Writer, args ...any) (int, error)
	done     chan struct{}
	log      interface{ Printf(string, ...any) }
}

type state struct {
	started time.Time
	names   [4]string
}

func (s *state) age() time.Duration { return time.Since(s.started) }

func (s server) serve(paths []string) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.Join(err, fmt.Errorf("panic: %v", r))
		}
	}()
	results := make(chan result, len(paths))
	for i, path := range paths {
		go func() {
			f, err := os.Open(path)
			results <- result{i, f, err}
		}()
	}
loop:
	for range paths {
		select {
		case r, ok := <-results:
			if !ok || r.err != nil {
				break loop
			}
			b, err := io.ReadAll(io.LimitReader(r.file, 1<<20))
			if err != nil {
				return n, err
			}
			n += copy(make([]byte, 1<<10), b)
		case <-time.After(3 * time.Second):
			continue loop
		case s.done <- struct{}{}:
		default:
			goto end
		}
	}
end:
	switch x := any(s.log).(type) {
	case nil:
		println("none")
	case error:
		err = x
	case fmt.Stringer, *strings.Builder:
		fmt.Println(x)
	case interface{ Len() int }:
		n = x.Len()
	}
	switch h, ok := s.handlers["x"]; {
	case !ok, h == nil:
		n, _ = s.handlers["y"](os.Stdout, s.age().String(), s.names[n%len(s.names)])
	case n > 1:
		fallthrough
	default:
		s.Lock()
		defer s.Unlock()
	}
	for i := 0; i < 3; i++ {
		for j := range 10 {
			n += i << j
		}
	}
	for i, c := range "héllo" {
		fmt.Print(i, string(c))
	}
	if p := (*server).serve; p != nil {
		type pair struct{ a, b int }
		m := map[pair][]pair{{1, 2}: {{3, 4}}}
		for k, v := range m {
			fmt.Println(k.a, len(v), cap(v[:1:2]), new(pair).b, min(k.a, k.b))
		}
		clear(m)
	}
	return
}

type result struct {
	index int
	file  *os.File
	err   error
}
