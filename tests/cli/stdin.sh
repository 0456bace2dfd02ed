go_module .
cp pool.go ../source
rm pool.go
run check - --format json < ../source
run diff - -q --stdin-filename sub/pool.go < ../source
run fix - --unsafe < ../source
run fix - -q < clean.go
run check - clean.go
run check clean.go --stdin-filename a.go
printf 'package m\nfunc f() { x := := 1 }\n' > broken
run check - < broken
printf 'package m\n\377\n' > latin
run fix - < latin > ../out || true
sed 1d ../out | sed '$d' | cmp - latin && echo "unchanged"
