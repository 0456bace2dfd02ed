package cases

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

func closedInAnyForm(f, g *os.File, s string) (int, error) {
	n, atoiErr := strconv.Atoi(s)
	if err := f.Close(); err != nil {
		return n, err
	}
	m, err := strconv.Atoi(s)
	return m, errors.Join(g.Sync(), g.Close(), atoiErr, err)
}

func closeAll(files ...io.Closer) {
	for _, f := range files {
		f.Close()
	}
}

func closedByAnother(f *os.File, s string) (int, error) {
	n, err := strconv.Atoi(s)
	closeAll(f)
	if err != nil {
		return 0, err
	}
	return n, nil
}

func deferredBelow(name, s string) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	if s != "" {
		_ = os.Chdir(s)
	}
	defer func() { f.Close() }()
	return 1, nil
}

func handedOn(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	_, _ = f.Seek(0, io.SeekEnd)
	return f, nil
}

type keeper struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func cancelKept(k *keeper, s string) (int, error) {
	ctx, cancel := context.WithCancel(context.Background())
	n, err := strconv.Atoi(s)
	k.ctx, k.cancel = ctx, cancel
	if err != nil {
		return 0, err
	}
	return n, nil
}

func cancelPassedOn(s string) (int, error) {
	_, cancel := context.WithCancel(context.Background())
	n, err := strconv.Atoi(s)
	time.AfterFunc(time.Second, cancel)
	if err != nil {
		return 0, err
	}
	return n, nil
}

func profiled(f *os.File, s string) (int, error) {
	if err := pprof.StartCPUProfile(f); err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(s)
	pprof.StopCPUProfile()
	if err != nil {
		return 0, err
	}
	return n, nil
}

func counted(wg *sync.WaitGroup, s string) (int, error) {
	wg.Add(1)
	n, _ := strconv.Atoi(s)
	go func() {
		defer wg.Done()
		println(n)
	}()
	return n, nil
}

type guarded struct {
	sync.Mutex
	users int
	busy  atomic.Bool
}

func (g *guarded) lock() func() {
	g.Lock()
	return g.Unlock
}

func unlockedByFunction(g *guarded, s string) (int, error) {
	unlock := g.lock()
	n, err := strconv.Atoi(s)
	unlock()
	if err != nil {
		return 0, err
	}
	return n, nil
}

func unlockedOnCondition(g *guarded, s string) (int, error) {
	if s != "" {
		g.Lock()
	}
	n, _ := strconv.Atoi(s)
	if s != "" {
		g.Unlock()
	}
	return n, nil
}

func lockedAgain(g *guarded, s string) (int, error) {
	g.Unlock()
	n, err := strconv.Atoi(s)
	g.Lock()
	if err != nil {
		return 0, err
	}
	return n, nil
}

func putBack(g *guarded, w *os.File, s string) (int, error) {
	old := os.Stdout
	os.Stdout = w
	n, err := strconv.Atoi(s)
	os.Stdout = old
	if err != nil {
		return 0, err
	}
	g.users++
	m, err := strconv.Atoi(s)
	g.users--
	if err != nil {
		return 0, err
	}
	g.busy.Store(true)
	k, err := strconv.Atoi(s)
	g.busy.Store(false)
	if err != nil {
		return 0, err
	}
	return n + m + k, nil
}

func cleansUp(f *os.File) error {
	defer func() error {
		_ = f.Truncate(0)
		return os.Remove(f.Name())
	}()
	return nil
}

type pair struct{ a, b *os.File }

func (p pair) Shutdown() error {
	_ = p.a.Sync()
	return p.b.Sync()
}
