package cases

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func alone(m map[string]int, c chan int, v any, f *os.File) error {
	a, _ := m["x"]
	b, _ := v.(int)
	d, _ := <-c
	before, _, _ := strings.Cut("a=b", "=")
	_ = f.Close()
	_ = os.Remove("x")
	_, _ = fmt.Fprintln(f, a, b, d, before)
	var buf bytes.Buffer
	_, _ = buf.WriteString("x")
	_ = os.Chdir("/") // best effort
	// Ignore the error: the folder may be there.
	_ = os.Mkdir("x", 0o700)
	n, _ := strconv.Atoi("1") //nolint:errcheck // a constant
	_ = n
	_, _ = io.Discard, f
	return nil
}
