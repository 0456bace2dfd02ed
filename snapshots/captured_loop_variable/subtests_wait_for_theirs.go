//go:build go1.21

package cases

import "testing"

func waits(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		// It is over when its parallel subtests are.
		t.Run(name, func(t *testing.T) {
			t.Run("inner", func(t *testing.T) {
				t.Parallel()
				t.Log(name)
			})
		})
	}
	for _, name := range []string{"a", "b"} {
		name := name
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Run("inner", func(t *testing.T) {
				t.Parallel()
				t.Log(name)
			})
		})
	}
}

// Nobody knows when this runs them.
type runner struct{}

func (r *runner) Run(string, func(*testing.T)) {}

func own(r *runner) {
	for _, name := range []string{"a", "b"} {
		r.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Log(name)
		})
	}
}
