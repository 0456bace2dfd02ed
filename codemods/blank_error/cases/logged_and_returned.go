package cases

import (
	"os"
	"strconv"
	"sync"
	"time"
)

func value(s string) (int, time.Duration, bool) {
	n, _ := strconv.Atoi(s)
	return n, 0, true
}

func nothing(dir string) {
	_ = os.Chdir(dir)
	println(dir)
	_ = os.Chdir("..")
}

func held(mu *sync.Mutex, dir string) {
	mu.Lock()
	_ = os.Chdir(dir)
	mu.Unlock()
}

func shadowed(log int, dir string) {
	_ = os.Chdir(dir)
}
