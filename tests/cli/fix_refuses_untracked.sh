# What git doesn't have, or was told not to look at, can't be brought back by it.
for module in new ignored assumed skipped same added mended; do go_module $module; done
go_module crlf
mkdir 'odd [name]'
go_module 'odd [name]'
echo /ignored/ > .gitignore
mv new ..
git init -q .
git add -A
git reset -q added mended
git commit -qm start
mv ../new .
git add added
# As on Windows: what is committed with LF is written with CRLF.
git config core.autocrlf true
rm crlf/*
git checkout -q crlf
for module in assumed skipped; do echo "// mine" >> $module/pool.go; done
git update-index --assume-unchanged assumed/pool.go same/pool.go crlf/pool.go
git update-index --skip-worktree skipped/pool.go
git status --short
run fix --unsafe --yes > transcript
grep -v '^[-+ @]' transcript | grep -v '^diff\|^index'
git status --short
# An empty .git is no repository.
mkdir ../empty
cd ../empty
mkdir .git
go_module .
run fix --unsafe --yes > transcript
tail -n 3 transcript
mkdir sub
cd sub
echo "gitdir: elsewhere" > .git
go_module .
run fix --unsafe --yes > transcript
tail -n 1 transcript
# Nor can git be asked when it isn't there.
cd ../../work
PATH=$(dirname "$(command -v gomend)")
run fix --unsafe --yes -q 'odd [name]' mended
