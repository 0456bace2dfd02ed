package cases

import (
	"os"
	"strconv"
	"testing"
)

func OpenConfig(name string) ([]byte, error) { return os.ReadFile(name) }

type repo struct{}

func (*repo) ParseURL(s string) (string, error) { return s, nil }

func wrapped(name string, r *repo) ([]byte, int, error) {
	f, _ := OpenConfig(name)
	u, _ := r.ParseURL(name)
	_ = os.Chdir(u)
	_ = func() error { return nil }()
	n, _ := strconv.Atoi(name)
	return f, n, nil
}

func bare(name string) (n int, err error) {
	n, _ = strconv.Atoi(name)
	return
}

func shadowed(fmt string) error {
	_ = os.Chdir(fmt)
	return nil
}

func asItIs(t *testing.T) {
	_ = os.Chdir("/")
}
