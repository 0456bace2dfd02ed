package cases

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
)

type tunnel struct{}

func (tunnel) Serve(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestServer(t *testing.T) {
	server := &http.Server{}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(errors.Unwrap(err))
	}
	go func() { _ = server.Serve(l) }()
	go func() {
		_ = http.Serve(l, nil)
	}()
	go func() {
		_ = tunnel{}.Serve(t.Context())
	}()
	done := make(chan bool)
	go func() {
		_ = server.ListenAndServe()
		close(done)
	}()
	stopped := make(chan bool)
	go func() {
		defer close(stopped)
		_ = tunnel{}.Serve(t.Context())
	}()
	<-done
	<-stopped
}
