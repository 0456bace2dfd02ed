go_module a
go_module b
run debug types a b/pool.go
run debug types nope.go
run debug types - < a/pool.go > from_stdin
head -n 2 from_stdin
