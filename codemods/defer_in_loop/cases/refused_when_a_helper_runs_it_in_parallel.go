package cases

import (
	"io"
	"os"
	"testing"
)

// setup has every test run beside the others.
func setup(t *testing.T) {
	t.Helper()
	t.Parallel()
}

// The subtests read when the loop is over.
func testAll(t *testing.T, names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		t.Run(name, func(t *testing.T) {
			setup(t)
			if _, err := io.ReadAll(f); err != nil {
				t.Error(err)
			}
		})
	}
}

// check runs nothing.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// Here they're over by then.
func testEach(t *testing.T, names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		t.Run(name, func(t *testing.T) {
			_, err := io.ReadAll(f)
			check(t, err)
		})
	}
}
