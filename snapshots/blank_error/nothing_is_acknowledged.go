package cases

import (
	"bytes"
	"fmt"
	"os"
)

func all(f *os.File, b *bytes.Buffer) error {
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Remove("a"); err != nil {
		return err
	}
	if _, err := fmt.Println(); err != nil {
		return err
	}
	if _, err := b.WriteString("a"); err != nil {
		return err
	}
	return nil
}
