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
	text, readErr := io.ReadAll(out)
	if err := cmd.Wait(); err != nil && len(name) > 1 {
		return string(text), err
	}
	if readErr != nil {
		return "", readErr
	}
	return string(text), nil
}

func unlocked(mu *sync.Mutex, s string) (int, error) {
	mu.Lock()
	n, err := strconv.Atoi(s)
	mu.Unlock()
	if err != nil {
		return 0, err
	}
	return n, nil
}

func lockedLater(mu *sync.Mutex, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, err
	}
	mu.Lock()
	println(n)
	mu.Unlock()
	return n, nil
}

func shutDown(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	err := s.Shutdown(ctx)
	cancel()
	return err
}

type files struct{ a, b *os.File }

func (f *files) Close() error {
	closeErr := f.a.Close()
	if err := f.b.Close(); err != nil {
		return err
	}
	return closeErr
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
	err = f.a.Close()
	f.a = next
	return err
}

func skippedAnyway(f *os.File, s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, err
	}
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
	closeErr := body.Close()
	err := head.Close()
	done <- true
	if closeErr != nil {
		return errors.Join(err, closeErr)
	}
	return err
}
