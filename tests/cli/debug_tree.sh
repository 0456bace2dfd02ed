printf 'package a\n\nfunc f(x int) string { return g("é") }\n' > a.go
run debug tree a.go
printf 'package a\nfunc broken( {\n' > b.go
run debug tree b.go
run debug tree nope.go
run debug tree - < a.go > from_stdin
tail -n 1 from_stdin
