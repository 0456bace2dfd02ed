run --help
run diff --help
run fix --help
run check --help
