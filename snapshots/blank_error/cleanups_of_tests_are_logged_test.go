package cases

import (
	"os"
	"testing"
)

type container struct{}

func (container) Destroy() error { return nil }

func (container) Reset() error { return nil }

func TestContainer(t *testing.T) {
	var c container
	t.Cleanup(func() {
		if err := c.Reset(); err != nil {
			t.Error(err)
		}
		if err := c.Destroy(); err != nil {
			t.Log(err)
		}
	})
	defer func() {
		if err := os.Rename("a", "b"); err != nil {
			t.Error(err)
		}
		if err := os.Remove("b"); err != nil {
			t.Log(err)
		}
	}()
}

func cleanupContainer(t *testing.T, c container) {
	t.Helper()
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if err := c.Destroy(); err != nil {
		t.Log(err)
	}
}
