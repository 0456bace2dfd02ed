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
	if err := os.Remove("a"); err != nil {
		return err
	}
	if _, err := fmt.Println(); err != nil {
		return err
	}
	return nil
}

func flushed(t *T) error {
	if err := t.Flush(); err != nil {
		return err
	}
	return nil
}

func closedTwice(v T) error {
	if err := v.Close2(1); err != nil {
		return err
	}
	return nil
}

func closedNow(c closer) error {
	if err := c.Close(true); err != nil {
		return err
	}
	return nil
}
