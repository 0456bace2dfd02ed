package cases

import (
	"os"
	"strconv"
	"testing"
)

func TestParse(t *testing.T) {
	n, _ := strconv.Atoi("1")
	t.Run("sub", func(sub *testing.T) {
		_ = os.Chdir("/")
	})
	done := make(chan int)
	go func() {
		m, _ := strconv.Atoi("2")
		done <- m
	}()
	t.Cleanup(func() {
		_ = os.Chdir("..")
		_ = os.Chdir("..")
	})
	if n != <-done {
		t.Error("differ")
	}
}

func BenchmarkParse(b *testing.B) {
	for range b.N {
		_, _ = strconv.Atoi("1")
	}
}

func helper(tb testing.TB, name string) []byte {
	text, _ := os.ReadFile(name)
	return text
}

func helperWithError(t *testing.T, name string) ([]byte, error) {
	text, _ := os.ReadFile(name)
	return text, nil
}

func TestMain(m *testing.M) {
	_ = os.Chdir("/")
	os.Exit(m.Run())
}
