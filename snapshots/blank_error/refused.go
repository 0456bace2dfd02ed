package cases

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
)

var home, _ = os.UserHomeDir()

type myErr struct{}

func (*myErr) Error() string { return "" }

func mine() (int, *myErr) { return 0, nil }

func refused(r io.Reader, mu *sync.Mutex, s string) (int, error) {
	b := make([]byte, 8)
	n, _ := r.Read(b)
	host, _ := os.Hostname()
	k, _ := strconv.Atoi(s)
	if k == 0 {
		k = 10
	}
	x, mineErr := mine()
	if mineErr != nil {
		return 0, mineErr
	}
	_, _ = os.Chdir(s), os.Chdir("..")
	mu.Lock()
	text, readErr := os.ReadFile(s)
	mu.Unlock()
	resp, err := http.Get(s)
	if err != nil {
		if chdirErr := os.Chdir("/"); chdirErr != nil {
			err = errors.Join(err, chdirErr)
		}
		return 0, err
	}
	if readErr != nil {
		return 0, readErr
	}
	if resp.StatusCode != 200 {
		body, readErr := io.ReadAll(resp.Body)
		return 0, errors.Join(fmt.Errorf("status %d: %s", resp.StatusCode, body), readErr)
	}
	fmt.Println(n, host, x, text)
	return k, nil
}

func cannot(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func middle(s string) (error, int) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return err, 0
	}
	return errors.New("x"), n
}

func group(s string) error {
	var (
		n, _ = strconv.Atoi(s)
		m    = 1
	)
	var a, _ any = strconv.Atoi(s)
	fmt.Println(n, m, a)
	return nil
}

func jump(s string) error {
	if s == "" {
		goto end
	}
	if err := os.Chdir(s); err != nil {
		return err
	}
end:
	n, _ := os.ReadFile(s)
	fmt.Println(n)
	return nil
}
