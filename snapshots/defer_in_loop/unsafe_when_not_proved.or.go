package cases

import (
	"fmt"
	"io"
	"os"
	"sync"
)

type scope struct{ depth int }

func (s *scope) openBlock()  { s.depth++ }
func (s *scope) closeBlock() { s.depth-- }

var use = func(r io.Reader) { fmt.Fprintln(os.Stdout, r) }

func passed(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		use(f)
	}
}

func locked(mu *sync.Mutex, names []string) {
	for _, name := range names {
		mu.Lock()
		fmt.Println(name)
		mu.Unlock()
	}
}

func scoped(s *scope, names []string) {
	for _, name := range names {
		s.openBlock()
		fmt.Println(name)
		s.closeBlock()
	}
}

func removed(names []string) {
	for range names {
		f, err := os.CreateTemp("", "")
		if err != nil {
			continue
		}
		defer os.Remove(f.Name())
		fmt.Println(f.Name())
	}
}
