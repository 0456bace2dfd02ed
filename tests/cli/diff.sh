go_module module
commit
run diff
cd module
run diff pool.go -q
run diff --format json ./...
run diff --exit-zero -q --safe-only
gomend diff -q > ../the.patch || true
cd ..
git apply --3way the.patch
cp module/pool.go patched
git reset -q --hard
run fix --unsafe --yes -q > /dev/null
cmp module/pool.go patched && echo "the patch and fix agree"
