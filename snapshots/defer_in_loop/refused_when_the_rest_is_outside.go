package cases

import (
	"context"
	"time"
)

// The context that the function ends is used by later iterations.
func connect(ctx context.Context, hosts []string, dial func(context.Context, string) error) error {
	outer := ctx
	var err error
	for i, host := range hosts {
		if i%2 == 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(outer, time.Second)
			defer cancel()
		}
		err = dial(ctx, host)
	}
	return err
}
