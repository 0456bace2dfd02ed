//go:build go1.21

package cases

import (
	"context"
	"flag"
	. "net/http"
	"runtime"
	"sort"
	"sync"
	"testing"
)

type handler func()

func register(t testing.TB, ctx context.Context, names []string, use func(string), once *sync.Once) (all []any) {
	for _, name := range names {
		HandleFunc(name, func(ResponseWriter, *Request) { use(name) })
	}
	for _, name := range names {
		Handle(name, HandlerFunc(func(ResponseWriter, *Request) { use(name) }))
	}
	for _, name := range names {
		flag.Func(name, "", func(string) error { use(name); return nil })
	}
	for _, name := range names {
		context.AfterFunc(ctx, func() { use(name) })
	}
	for _, name := range names {
		t.Cleanup(func() { use(name) })
	}
	for _, name := range names {
		runtime.SetFinalizer(&all, func(*[]any) { use(name) })
	}
	for _, name := range names {
		all = append(all, handler(func() { use(name) }), any(&name))
	}
	// They call it at once, or nobody knows.
	for _, name := range names {
		once.Do(func() { use(name) })
		sort.Slice(names, func(i, j int) bool { return names[i] < name })
		maybe(func() { use(name) })
	}
	return all
}

func maybe(f func()) { f() }
