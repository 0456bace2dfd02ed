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

func deliberate(t *T, v T) error {
	_ = os.Mkdir("a", 0o700)
	_ = os.MkdirAll("a", 0o700)
	_ = t.Stop()
	_ = t.Close()
	_ = v.Close()
	_ = os.Remove("a")
	_, _ = fmt.Println()
	return nil
}

func flushed(t *T) error {
	_ = t.Flush()
	return nil
}

func closedTwice(v T) error {
	_ = v.Close2(1)
	return nil
}

func closedNow(c closer) error {
	_ = c.Close(true)
	return nil
}
