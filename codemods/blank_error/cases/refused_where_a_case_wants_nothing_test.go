package cases

import (
	"strconv"
	"testing"
)

func equal(t *testing.T, want, got int) {
	t.Helper()
	if want != got {
		t.Error(got)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int
	}{
		{in: "1", want: 1},
		{in: "one"},
	} {
		got, _ := strconv.Atoi(c.in)
		if got != c.want {
			t.Error(got)
		}
	}
	cases := map[string]struct {
		in   string
		want int
	}{
		"one":  {"1", 1},
		"none": {"one", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, _ := strconv.Atoi(c.in)
			equal(t, c.want, got)
		})
	}
}

func TestPositiveNumbers(t *testing.T) {
	cases := []struct {
		in   string
		want int
	}{
		{"1", 1},
		{"2", 2},
	}
	for _, c := range cases {
		got, _ := strconv.Atoi(c.in)
		other, _ := strconv.Atoi("3")
		equal(t, c.want, got)
		println(other)
	}
}
