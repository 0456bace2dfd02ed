package cases

import (
	"errors"
	"io"
	"os"
	"strconv"
	"sync"
	"testing"
)

func TestPending(t *testing.T) {
	r, w := io.Pipe()
	_, err := w.Write(nil)
	_ = r.CloseWithError(io.EOF)
	_ = os.Chdir("/")
	if err != nil {
		t.Fatal(err)
	}
}

func TestFailing(t *testing.T) {
	var mu sync.Mutex
	mu.Lock()
	_ = os.Chdir("/")
	mu.Unlock()
	if err := os.Chdir("/tmp"); err != nil {
		_ = os.Chdir("/")
		t.Fatal(err)
	}
}

func TestSeen(t *testing.T) {
	_, gotErr := strconv.Atoi("x")
	if gotErr == nil {
		t.Fatal("no error")
	}
	want, _ := strconv.Atoi("3")
	if gotErr.Error() == "" {
		t.Fatal(want)
	}
	made := errors.New("made")
	n, _ := strconv.Atoi("4")
	t.Log(made, n)
}

func TestUnseen(t *testing.T) {
	_, gotErr := strconv.Atoi("x")
	if want := 3; want > 4 {
		t.Log(gotErr)
	}
	want, _ := strconv.Atoi("3")
	t.Log(gotErr, want)
}
