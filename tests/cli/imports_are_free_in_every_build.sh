# The name of an import may not be declared in the package block of any build: not by tests, not by files for other platforms.
go_module m
cd m
rm pool.go clean.go
printf 'package main\n\nimport "os"\n\nfunc main() {\n\t_ = os.Chdir("/")\n}\n' > main.go
run diff -q
printf 'package main\n\nvar log []string\n' > log_test.go
run check -q
printf 'package main_test\n\nvar log []string\n' > log_test.go
run diff -q
printf 'package main\n\nfunc log() {}\n' > log_plan9.go
run check -q
printf '[blank-error]\nwrap = '"'"'fmt.Errorf("{call}: %%w", {err})'"'"'\n' > gomend.toml
printf 'package main\n\nimport "os"\n\nfunc move() error {\n\t_ = os.Chdir("/")\n\treturn nil\n}\n' > main.go
run diff -q
printf 'package main\n\ntype fmt int\n' > fmt_test.go
run check -q
