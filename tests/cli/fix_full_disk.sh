go_module one
go_module two
printf '\n// %02000d\n' 0 >> two/pool.go
commit
# No file may grow past a block of 512 bytes, which only the shorter one needs.
(
    ulimit -f 3
    gomend fix --unsafe --yes 2> messages > /dev/null || echo "[$?]"
)
cat messages
git status --short
find . -name '.gomend*'
