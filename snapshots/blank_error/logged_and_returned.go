package cases

import (
	"log"
	"os"
	"strconv"
	"sync"
	"time"
)

func value(s string) (int, time.Duration, bool) {
	n, err := strconv.Atoi(s)
	if err != nil {
		log.Println(err)
		return 0, 0, false
	}
	return n, 0, true
}

func nothing(dir string) {
	if err := os.Chdir(dir); err != nil {
		log.Println(err)
		return
	}
	println(dir)
	if err := os.Chdir(".."); err != nil {
		log.Println(err)
	}
}

func held(mu *sync.Mutex, dir string) {
	mu.Lock()
	_ = os.Chdir(dir)
	mu.Unlock()
}

func shadowed(log int, dir string) {
	_ = os.Chdir(dir)
}
