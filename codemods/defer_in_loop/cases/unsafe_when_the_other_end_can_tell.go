package cases

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
)

// Who dialled sees the connection end, which the greeting said nothing of.
func greetEach(listener net.Listener, n int, done chan struct{}) error {
	for range n {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "hello\n"); err != nil {
			return err
		}
	}
	<-done
	return nil
}

// The server counts those whose requests aren't complete.
func incomplete(address string, n int, count func() int) error {
	for range n {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := conn.Write([]byte("GET / HTTP/1.1\r\n")); err != nil {
			return err
		}
	}
	if count() != n {
		return errors.New("too few")
	}
	return nil
}

// A body that nobody reads keeps its connection from being used again.
func connections(url string, n int, count func() int) error {
	for range n {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return errors.New(resp.Status)
		}
	}
	if count() != n {
		return errors.New("too few")
	}
	return nil
}

// A test's server waits for its handlers, and they for what comes behind the loop.
func slow(clients []*http.Client) {
	done := make(chan struct{})
	for _, client := range clients {
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
		defer server.Close()
		if _, err := client.Get(server.URL); err == nil {
			println("answered")
		}
	}
	close(done)
}

// Connections of a pool are counted, and have settings of their own.
func taken(ctx context.Context, db *sql.DB, n int) int {
	for range n {
		conn, err := db.Conn(ctx)
		if err != nil {
			return 0
		}
		defer conn.Close()
		if err := conn.PingContext(ctx); err != nil {
			return 0
		}
	}
	return db.Stats().InUse
}

// What isn't committed is locked until it's rolled back.
func uncommitted(db *sql.DB, names []string, others func() error) error {
	for _, name := range names {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.Exec("INSERT INTO names VALUES ($1)", name); err != nil {
			return err
		}
	}
	return others()
}
