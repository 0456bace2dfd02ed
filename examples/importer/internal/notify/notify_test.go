package notify

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestSend(t *testing.T) {
	got := make(chan Summary, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var summary Summary
		_ = json.NewDecoder(r.Body).Decode(&summary)
		got <- summary
	}))
	defer server.Close()

	want := Summary{Files: 2, Records: 5}
	New([]string{server.URL}).Send(context.Background(), want)
	select {
	case summary := <-got:
		if summary != want {
			t.Errorf("got %+v", summary)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("nothing was sent")
	}
}

func TestPing(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	n := New(nil)
	if err := n.Ping(context.Background(), server.URL); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	server.Close()
	if err := n.Ping(ctx, server.URL); err == nil {
		t.Error("no error from a closed server")
	}
}
