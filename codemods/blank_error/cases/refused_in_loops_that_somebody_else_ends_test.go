package cases

import (
	"context"
	"io"
	"net/http"
	"os"
	"testing"
	"time"
)

func TestEventsOfAHandler(t *testing.T) {
	_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for {
			_, _ = w.Write([]byte("event"))
			w.(http.Flusher).Flush()
		}
	})
	_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("event"))
		}
	})
	_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range time.NewTicker(time.Second).C {
			func() {
				_, _ = w.Write([]byte("event"))
			}()
		}
	})
	_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; ; i++ {
			_, _ = w.Write([]byte{byte(i)})
		}
	})
}

func TestSomeEventsOfAHandler(t *testing.T) {
	_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < 3; i++ {
			_, _ = w.Write([]byte("event"))
		}
		for _, event := range []string{"a", "b"} {
			_, _ = io.WriteString(w, event)
		}
	})
	_ = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for {
			if r.Context().Err() != nil {
				_, _ = w.Write([]byte("last"))
				return
			}
		}
	})
}

func TestChangesOnTheTest(t *testing.T) {
	for {
		_ = os.Chdir("/")
		if time.Now().IsZero() {
			break
		}
	}
}

func changes(t *testing.T, ctx context.Context) {
	for ctx.Err() == nil {
		_ = os.Chdir("/")
	}
}

func TestChangesElsewhere(t *testing.T) {
	go changes(t, t.Context())
}

func changesOf(ctx context.Context) {
	for ctx.Err() == nil {
		_ = os.Chdir("/")
	}
}

func TestValuesElsewhere(t *testing.T) {
	found := make(chan string)
	each(func(string) int {
		for {
			dir, _ := os.Getwd()
			found <- dir
		}
	})
}

func each(f func(string) int) { f("") }
