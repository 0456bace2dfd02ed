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
		_ = c.Reset()
		_ = c.Destroy()
	})
	defer func() {
		_ = os.Rename("a", "b")
		_ = os.Remove("b")
	}()
}

func cleanupContainer(t *testing.T, c container) {
	t.Helper()
	_ = c.Reset()
	_ = c.Destroy()
}
