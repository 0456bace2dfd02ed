for i in $(seq 300); do go_module "d$i"; done
for threads in 1 3; do
    for format in text json; do
        gomend check --threads $threads --format $format > "$threads.$format" 2> messages || echo "[$?]"
        tail -n 1 messages
    done
    gomend diff --threads $threads -q > $threads.patch || echo "[$?]"
done
for what in text json patch; do cmp "1.$what" "3.$what" && echo "the same $what"; done

# The bound holds before a thread is started.
for threads in 0 257 1000000 99999999999999999999 -1 x; do run check --threads $threads d1 2> messages; head -n 1 messages; done
run check --threads 256 d1 --exit-zero -q --format json | grep -c codemod
