go_module .
chmod 755 pool.go
commit
run fix --unsafe
git status --short
run fix --unsafe --yes
git status --short
test -x pool.go && echo "still executable"
run fix --unsafe --yes
run fix clean.go
ls -A
