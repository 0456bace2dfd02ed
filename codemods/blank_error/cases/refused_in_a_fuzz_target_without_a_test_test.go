package cases

import (
	"strconv"
	"testing"
)

func FuzzAtoi(f *testing.F) {
	f.Fuzz(func(_ *testing.T, data string) {
		_, _ = strconv.Atoi(data)
	})
}
