go_module one
go_module two
commit
chmod 444 one/pool.go
run fix --unsafe --yes > transcript
tail -n 7 transcript
git status --short
