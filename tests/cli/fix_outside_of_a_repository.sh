go_module .
run fix --unsafe --yes > transcript
tail -n 5 transcript
