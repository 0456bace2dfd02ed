package cases

import (
	"bytes"
	"fmt"
	"os"
)

func all(f *os.File, b *bytes.Buffer) error {
	_ = f.Close()
	_ = os.Remove("a")
	_, _ = fmt.Println()
	_, _ = b.WriteString("a")
	return nil
}
