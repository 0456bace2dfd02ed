# A name can't make the terminal do anything; tools get it as it is.
name=$(printf 'a\033[2Kb\nc\r\302\233\342\200\256.go')
go_module .
mv pool.go "$name"
run check --exit-zero > ../transcript 2>&1
cp ../transcript /dev/stderr
run check --exit-zero --format json -q | cut -c 1-60
chmod a-w "$name"
git init -q .
run fix --unsafe --yes > ../transcript 2> ../messages
cat ../messages
run fix --unsafe --yes --allow-dirty > ../transcript 2> ../messages
cat ../messages
printf '\377' > "$name"
run check "$name" missing"$name"
printf 'x' > "$name"
run debug tree "$name" > ../transcript
tail -n 2 ../transcript
