package cases

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

func waited(name string) (string, error) {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	text, _ := io.ReadAll(out)
	if err := cmd.Wait(); err != nil && len(name) > 1 {
		return string(text), err
	}
	return string(text), nil
}

func unlocked(mu *sync.Mutex, s string) (int, error) {
	mu.Lock()
	n, _ := strconv.Atoi(s)
	mu.Unlock()
	return n, nil
}

func lockedLater(mu *sync.Mutex, s string) (int, error) {
	n, _ := strconv.Atoi(s)
	mu.Lock()
	println(n)
	mu.Unlock()
	return n, nil
}

func shutDown(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	_ = s.Shutdown(ctx)
	cancel()
	return nil
}

type files struct{ a, b *os.File }

func (f *files) Close() error {
	_ = f.a.Close()
	_ = f.b.Close()
	return nil
}

func (f *files) Stop() error {
	_ = f.a.Sync()
	return f.b.Close()
}

func (f *files) swap(name string) error {
	next, err := os.Open(name)
	if err != nil {
		return err
	}
	_ = f.a.Close()
	f.a = next
	return nil
}

func skippedAnyway(f *os.File, s string) (int, error) {
	n, _ := strconv.Atoi(s)
	if err := f.Sync(); err != nil {
		return 0, err
	}
	m, err := strconv.Atoi(s)
	if err != nil {
		return 0, errors.Join(err, f.Close())
	}
	return n + m, f.Close()
}

func usedInBetween(mu *sync.Mutex, s string) (int, error) {
	mu.Lock()
	n, _ := strconv.Atoi(s)
	println(n)
	mu.Unlock()
	return n, nil
}

func tooFarDown(f *os.File, s string) (int, error) {
	n, _ := strconv.Atoi(s)
	println(1)
	println(2)
	println(3)
	println(4)
	println(5)
	println(6)
	f.Close()
	return n, nil
}

func branches(f *os.File, s string) (int, error) {
	n, _ := strconv.Atoi(s)
	if s == "" {
		return 0, nil
	}
	f.Close()
	return n, nil
}

func bothAreClosed(body, head *os.File, done chan bool) error {
	_ = body.Close()
	_ = head.Close()
	done <- true
	return nil
}
