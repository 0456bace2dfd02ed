package cases

import (
	"strconv"
	"testing"
)

func rounds(n int) (int, error) { return n, nil }

func TestRounds(t *testing.T) {
	for _, text := range []string{"", "1"} {
		t.Run(text, func(t *testing.T) {
			n, err := strconv.Atoi(text)
			if err == nil {
				_, _ = rounds(n)
			}
		})
	}
	n, err := strconv.Atoi("1")
	if err == nil {
		if _, err := rounds(n); err != nil {
			t.Fatal(err)
		}
		println(n)
	}
}
