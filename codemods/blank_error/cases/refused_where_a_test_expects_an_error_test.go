package cases

import (
	"strconv"
	"testing"
)

func half(n int) error { return nil }

func TestHalf(t *testing.T) {
	for _, test := range []struct {
		text        string
		expectError bool
		wantErr     error
	}{{"x", true, nil}} {
		if test.expectError {
			n, _ := strconv.Atoi(test.text)
			t.Log(half(n))
		} else {
			n, _ := strconv.Atoi(test.text)
			t.Log(half(n))
		}
		if !test.expectError {
			n, _ := strconv.Atoi(test.text)
			t.Log(half(n))
		}
		if test.wantErr == nil {
			n, _ := strconv.Atoi(test.text)
			t.Log(half(n))
		}
	}
}
