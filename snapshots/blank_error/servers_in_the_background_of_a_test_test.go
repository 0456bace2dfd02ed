package cases

import (
	"context"
	"errors"
	"log"
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
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Println(err)
		}
	}()
	go func() {
		_ = http.Serve(l, nil)
	}()
	go func() {
		_ = tunnel{}.Serve(t.Context())
	}()
	done := make(chan bool)
	go func() {
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			t.Log(err)
		}
		close(done)
	}()
	stopped := make(chan bool)
	go func() {
		defer close(stopped)
		err := tunnel{}.Serve(t.Context())
		if err != nil {
			t.Log(err)
		}
	}()
	<-done
	<-stopped
}
