package cases

import (
	"log"
	"os"
	"strconv"
	"testing"
)

func TestParse(t *testing.T) {
	n, err := strconv.Atoi("1")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("sub", func(sub *testing.T) {
		if err := os.Chdir("/"); err != nil {
			sub.Fatal(err)
		}
	})
	done := make(chan int)
	go func() {
		m, err := strconv.Atoi("2")
		if err != nil {
			t.Error(err)
		}
		done <- m
	}()
	t.Cleanup(func() {
		if err := os.Chdir(".."); err != nil {
			t.Error(err)
		}
		if err := os.Chdir(".."); err != nil {
			t.Error(err)
		}
	})
	if n != <-done {
		t.Error("differ")
	}
}

func BenchmarkParse(b *testing.B) {
	for range b.N {
		if _, err := strconv.Atoi("1"); err != nil {
			b.Fatal(err)
		}
	}
}

func helper(tb testing.TB, name string) []byte {
	text, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func helperWithError(t *testing.T, name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return text, nil
}

func TestMain(m *testing.M) {
	if err := os.Chdir("/"); err != nil {
		log.Fatal(err)
	}
	os.Exit(m.Run())
}
