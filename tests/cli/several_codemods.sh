printf 'module example.com/m\n\ngo 1.20\n' > go.mod
cat > a.go <<'GO'
package m

import "os"

func each(names []string) error {
	for _, name := range names {
		go func() {
			use(name)
		}()
	}
	n, _ := os.Hostname()
	dir, _ := os.MkdirTemp("", n)
	use(dir)
	return nil
}

func load(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		use(f.Name())
	}
}

func use(string) {}
GO
commit
run diff
run diff -q --safe-only
run diff -q --only captured-loop-variable,blank-error --skip blank-error --go 1.22
run fix --yes
run fix --unsafe --yes -q --allow-dirty > transcript
tail -n 1 transcript
git commit -qam mended
run diff
