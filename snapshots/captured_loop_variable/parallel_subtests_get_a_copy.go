//go:build go1.21

package cases

import "testing"

func run(t *testing.T) {
	tests := []struct {
		name string
		want int
	}{{"a", 1}, {"b", 2}}
	for _, tt := range tests {
		tt := tt
		t.Run(tt.name, func(t *testing.T) {
			t.Log(tt.name)
			t.Parallel()
			if tt.want != 1 {
				t.Error(tt.want)
			}
		})
		t.Run(tt.name, func(t *testing.T) {
			t.Log(tt.want)
		})
		t.Cleanup(func() { t.Log(tt.name) })
	}
}
