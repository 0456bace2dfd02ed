go_module .
run check
run check --format json
run check --exit-zero --format json
run check clean.go
run check --skip defer-in-loop
run check --threads 1 ./... -q --color always
