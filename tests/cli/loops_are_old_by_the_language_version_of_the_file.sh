# A capture is a defect before Go 1.22, and each file has a language version of its own.
loop() {
    mkdir -p "$(dirname "$1")"
    cat > "$1" <<'GO'
package p

func f(use func(string), names ...string) {
	for _, name := range names {
		go func() { use(name) }()
	}
}
GO
    test -z "${2-}" || { printf '%s\n\n' "$2"; cat "$1"; } > "$1.new"
    test -z "${2-}" || mv "$1.new" "$1"
}
brief() {
    echo "\$ gomend check $*"
    gomend check --only captured-loop-variable "$@" 2>&1 | grep -E '^captured|-->|refused|^error' || true
}

loop no_module/a.go
loop no_line/a.go
echo 'module example.com/m' > no_line/go.mod
loop old/a.go
loop old/newer.go '//go:build go1.22'
loop old/older.go '//go:build go1.17 && !windows'
loop old/either.go '//go:build go1.22 || linux'
printf 'module example.com/m\n\ngo 1.20\n' > old/go.mod
loop new/a.go
loop new/back.go '//go:build go1.18'
loop new/sub/older/a.go
printf 'module example.com/m\n\ngo 1.25.1\n' > new/go.mod
printf 'module example.com/m/older\n\ngo 1.21\n' > new/sub/older/go.mod
loop broken/a.go
printf 'module example.com/m\n\ngo one\n' > broken/go.mod

for folder in no_module no_line old new broken; do
    brief $folder
done
# A workspace has a version of its own, which is that of no file.
printf 'go 1.20\n\nuse ./new\n' > go.work
brief new
# The option replaces what go.mod says. A file's own line still counts.
brief --go 1.21 new
brief --go 1.25 old
for folder in new no_line no_module; do
    (cd $folder && gomend list 2>&1 | grep '^in this folder')
done
