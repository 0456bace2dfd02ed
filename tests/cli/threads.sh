for i in $(seq 300); do go_module "d$i"; done
for threads in 1 3; do
    for format in text json; do
        gomend check --threads $threads --format $format > "$threads.$format" 2> messages || echo "[$?]"
        tail -n 1 messages
    done
    gomend diff --threads $threads -q > $threads.patch || echo "[$?]"
done
for what in text json patch; do cmp "1.$what" "3.$what" && echo "the same $what"; done
