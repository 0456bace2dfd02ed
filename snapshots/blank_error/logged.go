package cases

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"sync"

	"github.com/sirupsen/logrus"
	"go.uber.org/zap"
)

func imported(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		slog.Error("atoi failed", "error", err)
	}
	return n
}

type server struct {
	name   string
	logger *zap.Logger
	mu     sync.Mutex
}

func (s *server) field() {
	s.mu.Lock()
	if err := os.Chdir(s.name); err != nil {
		s.logger.Error("chdir failed", zap.Error(err))
	}
	s.mu.Unlock()
}

func param(log *logrus.Entry, c chan int) {
	go func() {
		n, err := strconv.Atoi("1")
		if err != nil {
			log.WithError(err).Error("atoi failed")
		}
		c <- n
	}()
}

func local() {
	logger := slog.Default()
	for range 3 {
		if err := os.Chdir("/"); err != nil {
			logger.Error("chdir failed", "error", err)
		}
	}
	logger.Info("done")
}

func begun(w http.ResponseWriter) {
	fmt.Fprintln(w, "a")
	if err := os.Chdir("/"); err != nil {
		slog.Error("chdir failed", "error", err)
	}
}

type myErr struct{}

func (*myErr) Error() string { return "" }

func own() *myErr {
	if err := os.Chdir("/"); err != nil {
		slog.Error("chdir failed", "error", err)
	}
	return nil
}

var atStart, _ = os.ReadFile("a")
