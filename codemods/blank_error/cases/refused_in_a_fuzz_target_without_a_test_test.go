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

type ConsumeFuzzer struct{}

func fuzzes(f *ConsumeFuzzer, data string) error {
	_, _ = strconv.Atoi(data)
	return nil
}

func FuzzEach(f *testing.F) {
	f.Fuzz(func(t *testing.T, data string) {
		func() {
			_, _ = strconv.Atoi(data)
		}()
	})
}
