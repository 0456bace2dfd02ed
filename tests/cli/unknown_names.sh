run check --only defer-in-lop
run check --skip blank
run explain defer-loop
run explain zzz
run chekc
run check --formt json
run check --format xml
run check --go 1.x
run check --threads 0
run check -q -v
run
run check --go 1.99
run check --go 2.0
run check --go 1.26.3 -q
run diff --yes
