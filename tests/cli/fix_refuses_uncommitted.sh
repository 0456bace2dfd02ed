go_module one
go_module two
commit
echo "// mine" >> one/pool.go
cp two/pool.go two/new.go
echo "// not to be written" >> two/clean.go
run fix --unsafe --yes -q > transcript
tail -n 3 transcript
git status --short
run fix --unsafe --yes --allow-dirty one > transcript
tail -n 4 transcript
