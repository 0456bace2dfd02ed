package cases

import (
	"context"
	"errors"
	"sync"
	"time"
)

type tracker struct {
	running sync.WaitGroup
	seen    context.Context
}

func (t *tracker) job(ctx context.Context) {
	t.running.Add(1)
	go func() {
		defer t.running.Done()
		<-ctx.Done()
	}()
}

func (t *tracker) check(ctx context.Context) error {
	t.job(ctx)
	return nil
}

// The goroutine is started two calls deep.
func startsDeepDown(t *tracker, n int) {
	for range n {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := t.check(ctx); err != nil {
			return
		}
	}
	t.running.Wait()
}

var errTooMany = errors.New("too many")

func fan(ctx context.Context, n int, done chan struct{}) error {
	for i := range 3 {
		if i == n {
			return errTooMany
		}
		go func() {
			<-ctx.Done()
			done <- struct{}{}
		}()
	}
	for range 3 {
		<-done
	}
	return nil
}

// The wait is passed by.
func maybeWaits(n int, done chan struct{}) {
	for i := range n {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := fan(ctx, i, done); err != nil {
			continue
		}
	}
}

func remember(all map[int]context.Context, key int, ctx context.Context) {
	all[key] = ctx
}

func remembered(n int) map[int]context.Context {
	all := map[int]context.Context{}
	for i := range n {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		remember(all, i, ctx)
	}
	return all
}

func (t *tracker) note(ctx context.Context) {
	t.seen = ctx
}

func noted(t *tracker, n int) {
	for range n {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		(*tracker).note(t, ctx)
	}
}
