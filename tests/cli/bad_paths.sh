go_module .
mkfifo pipe.go
ln -s loop.go loop.go
ln -s nowhere.go dangling.go
ln -s . circle
run check nope.go nowhere/... pipe.go loop.go --exit-zero -q
run check --exit-zero --format json
cd /
run check proc/self/mem --exit-zero
run check /nonexistent/a.go ../x//y/../z.go -q
