# A pipe has no end: reading one in place of a file would wait for ever.
go_module .
rm go.mod
mkfifo go.mod go.work pipe.go
mkdir vendor .git
mkfifo vendor/modules.txt .git/HEAD
run check --exit-zero -q --format json > found
grep -c codemod found
mkfifo ../go.work
run debug tree pipe.go
go_module two
mkdir two/vendor
mkfifo two/vendor/modules.txt
run check two --exit-zero -q --format json > found
grep -c codemod found
