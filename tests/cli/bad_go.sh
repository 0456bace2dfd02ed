go_module .
cat > broken.go <<'GO'
package m

import "os"

func broken() { x := := 1 }

func whole(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		stat(f)
	}
}
GO
printf 'package m\n\nvar s = "\351"\n' > latin1.go
: > empty.go
run check --format json
run check broken.go latin1.go empty.go --format json
run diff broken.go -q
