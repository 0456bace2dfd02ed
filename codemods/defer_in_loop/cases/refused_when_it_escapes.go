package cases

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
)

type set struct{ files map[string]*os.File }

func merge(names []string, s *set, ready chan<- *os.File) io.Reader {
	var all []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		all = append(all, bufio.NewReader(f))
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		s.files[name] = f
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		g := f
		ready <- g
	}
	for _, name := range names {
		conn, err := net.Dial("tcp", name)
		if err != nil {
			continue
		}
		defer conn.Close()
		go func() {
			io.Copy(io.Discard, conn)
		}()
	}
	return io.MultiReader(all...)
}

// answer gives its lines when it's asked.
type answer struct{ Lines func() []string }

type oracle interface {
	Ask(ctx context.Context, question string) (*answer, error)
}

func answers(o oracle, questions []string) (all []*answer) {
	for _, question := range questions {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		a, err := o.Ask(ctx, question)
		if err != nil {
			return nil
		}
		all = append(all, a)
	}
	return all
}

// stream is received from as long as its context lasts.
type stream interface{ Recv() (string, error) }

type publisher interface {
	Subscribe(ctx context.Context, topic string) (stream, error)
}

func streams(ctx context.Context, p publisher, topics []string) (all []stream) {
	for _, topic := range topics {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		s, err := p.Subscribe(ctx, topic)
		if err != nil {
			return nil
		}
		all = append(all, s)
	}
	return all
}
