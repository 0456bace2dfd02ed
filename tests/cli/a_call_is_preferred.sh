# `prefer` in gomend.toml chooses between the two remedies of a deferred call in a loop.
go_module m
cd m
rm pool.go clean.go
cat > sum.go <<'GO'
package m

import (
	"io"
	"os"
)

func sum(names []string) (n int, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		if err != nil {
			return 0, err
		}
		n += len(data)
	}
	return n, nil
}
GO
run check
printf '[defer-in-loop]\nprefer = "call"\n' > gomend.toml
run check -q
run diff -q
