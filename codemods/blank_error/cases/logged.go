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
	n, _ := strconv.Atoi(s)
	return n
}

type server struct {
	name   string
	logger *zap.Logger
	mu     sync.Mutex
}

func (s *server) field() {
	s.mu.Lock()
	_ = os.Chdir(s.name)
	s.mu.Unlock()
}

func param(log *logrus.Entry, c chan int) {
	go func() {
		n, _ := strconv.Atoi("1")
		c <- n
	}()
}

func local() {
	logger := slog.Default()
	for range 3 {
		_ = os.Chdir("/")
	}
	logger.Info("done")
}

func begun(w http.ResponseWriter) {
	fmt.Fprintln(w, "a")
	_ = os.Chdir("/")
}

type myErr struct{}

func (*myErr) Error() string { return "" }

func own() *myErr {
	_ = os.Chdir("/")
	return nil
}

var atStart, _ = os.ReadFile("a")
