run list
run explain defer-in-loop | head -n 3
run completions bash | head -n 2
run --version
