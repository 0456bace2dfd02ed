# A fresh clone has no source of its dependencies; the import says what the group is.
printf 'module example.com/m\n\ngo 1.20\n\nrequire golang.org/x/sync v0.7.0\n' > go.mod
cat > a.go <<'GO'
package m

import (
	"context"

	"golang.org/x/sync/errgroup"
)

func fetch(ctx context.Context, pages []string, get func(context.Context, string) error) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, page := range pages {
		g.Go(func() error { return get(ctx, page) })
	}
	return g.Wait()
}
GO
run diff -q --only captured-loop-variable
