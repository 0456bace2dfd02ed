mkdir m
printf 'module example.com/m\n\ngo 1.26\n\nrequire example.org/gone v1.0.0\n' > m/go.mod
cat > m/a.go <<'GO'
package m

import "example.org/gone"

type server struct{ client *gone.Client }

func (s *server) close() {
	n, _ := gone.Flush()
	_ = s.client.Close()
	println(n, min(missing, 1))
}
GO
run debug types m
run debug types -v m
run check --only blank-error m
cat > m/b.go <<'GO'
//go:build special

package m

func built() { extra() }
GO
cat > m/c.go <<'GO'
//go:build special && more

package m

func extra() (int, error) { return 0, nil }
GO
run debug types --tags special m/b.go
run debug types --tags special,more m/b.go
run debug types --tags 'special more' m/b.go
