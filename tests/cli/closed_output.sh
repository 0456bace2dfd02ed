go_module .
# More than a pipe holds, so that it's met closed.
for i in $(seq 150); do go_module "d$i"; done
(
    status=0
    gomend check --format json 2> messages || status=$?
    echo "$status" > status
) | true
cat messages status
gomend diff -q > /dev/full || echo "[$?]"
gomend list > /dev/full || echo "[$?]"
