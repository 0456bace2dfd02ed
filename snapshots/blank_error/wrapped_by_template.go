package cases

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

func OpenConfig(name string) ([]byte, error) { return os.ReadFile(name) }

type repo struct{}

func (*repo) ParseURL(s string) (string, error) { return s, nil }

func wrapped(name string, r *repo) ([]byte, int, error) {
	f, err := OpenConfig(name)
	if err != nil {
		return nil, 0, fmt.Errorf("open config: %w", err)
	}
	u, err := r.ParseURL(name)
	if err != nil {
		return nil, 0, fmt.Errorf("parse URL: %w", err)
	}
	if err := os.Chdir(u); err != nil {
		return nil, 0, fmt.Errorf("chdir: %w", err)
	}
	if err := func() error { return nil }(); err != nil {
		return nil, 0, fmt.Errorf("call: %w", err)
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		return nil, 0, fmt.Errorf("atoi: %w", err)
	}
	return f, n, nil
}

func bare(name string) (n int, err error) {
	n, err = strconv.Atoi(name)
	if err != nil {
		return 0, fmt.Errorf("atoi: %w", err)
	}
	return
}

func shadowed(fmt string) error {
	_ = os.Chdir(fmt)
	return nil
}

func asItIs(t *testing.T) {
	if err := os.Chdir("/"); err != nil {
		t.Fatal(err)
	}
}
