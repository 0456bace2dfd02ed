# A link to a folder is no way out of a tree, in a repository or in none.
go_module other
ls other
mkdir w
cd w
ln -s ../other od
mkdir deep
ln -s ../od deep/again
go_module in
ln -s in alias
attempts() {
    for path in od od/pool.go deep/again od/...; do
        run fix --unsafe --yes -q $path > transcript
        cat transcript
    done
    cmp ../other/pool.go "$FIXTURES/pool.go" && echo "untouched"
}
attempts
commit
attempts
(cd ../other && commit)
attempts
run fix --unsafe --yes alias > transcript
tail -n 2 transcript
git checkout -q in
# A link that lies in no tree may lead to a repository.
cd ..
ln -s work/w/in ../outside
run fix --unsafe --yes ../outside/pool.go > transcript
tail -n 2 transcript
cd "$HOME"
run fix --unsafe --yes "$HOME/work/w/od" -q
run fix --unsafe --yes "$HOME/work/other" > transcript
tail -n 3 transcript
