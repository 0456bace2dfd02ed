package cases

import (
	"log/slog"
	"net/http"
	"os"
	"sync"
)

type service struct {
	log    *slog.Logger
	mutex  sync.Mutex
	server *http.Server
}

func (s *service) stops(done chan error) (err error) {
	go func() {
		err = <-done
	}()
	_ = os.Chdir("/")
	if err == nil {
		s.log.Info("stopped")
	}
	return err
}

func (s *service) resets(dir string) error {
	s.mutex.Lock()
	if dir != "" {
		_ = os.Chdir(dir)
	}
	s.mutex.Unlock()
	return nil
}

func (s *service) Write(p []byte) (int, error) {
	s.mutex.Lock()
	if len(p) > 0 {
		_ = os.Chdir("/")
	}
	s.mutex.Unlock()
	return len(p), nil
}

func resetsWithoutALogger(mutex *sync.Mutex, dir string) error {
	mutex.Lock()
	if dir != "" {
		_ = os.Chdir(dir)
	}
	mutex.Unlock()
	return nil
}
