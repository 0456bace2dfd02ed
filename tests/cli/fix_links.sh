mkdir work elsewhere
go_module elsewhere
cd work
go_module .
mv pool.go real.go
mkdir links
ln -s ../real.go links/inside.go
ln -s ../../elsewhere/pool.go links/outside.go
commit
run check --format json
run fix --unsafe --yes links > transcript
tail -n 5 transcript
run fix --unsafe --yes links/outside.go > transcript
tail -n 3 transcript
run fix --unsafe --yes links/inside.go > transcript
tail -n 3 transcript
git status --short
ls -l links | cut -c 1
cmp ../elsewhere/pool.go "$FIXTURES/pool.go" && echo "untouched"
