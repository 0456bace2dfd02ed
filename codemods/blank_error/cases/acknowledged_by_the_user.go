package cases

import (
	"fmt"
	"os"
)

type T struct{}

func (*T) Stop() error     { return nil }
func (*T) Close() error    { return nil }
func (*T) Flush() error    { return nil }
func (T) Close2(int) error { return nil }

type closer struct{}

func (closer) Close(now bool) error { return nil }

func deliberate(t *T, v T, c closer) error {
	_ = os.Mkdir("a", 0o700)
	_ = os.MkdirAll("a", 0o700)
	_ = t.Stop()
	_ = t.Close()
	_ = v.Close()
	_ = t.Flush()
	_ = v.Close2(1)
	_ = c.Close(true)
	_ = os.Remove("a")
	_, _ = fmt.Println()
	return nil
}
