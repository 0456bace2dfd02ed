package cases

import (
	"context"
	"fmt"
	"net"
)

type rows interface {
	Next() bool
	Err() error
}

func query() (rows, error) { return nil, nil }

func lookup(name string) (string, bool, error) { return name, true, nil }

func isThere(name string) (bool, error) { return name != "", nil }

func all() (int, error) {
	found, _ := query()
	n := 0
	for found.Next() {
		n++
	}
	return n, found.Err()
}

func contextOf(conn net.Conn) (context.Context, error) { return nil, nil }

func asked(conn net.Conn) error {
	ctx, _ := contextOf(conn)
	fmt.Println(ctx)
	return nil
}

func found(name string) (string, error) {
	value, ok, _ := lookup(name)
	if !ok {
		return "none", nil
	}
	if _, ok, _ := lookup(value); ok && name != "" {
		return value, nil
	}
	if there, _ := isThere(name); there {
		return name, nil
	}
	return "", nil
}

func acknowledged(conn net.Conn) error {
	// Wait for the other side to be done.
	_, _ = conn.Read(make([]byte, 1))
	return nil
}

func first(conn net.Conn) (string, error) {
	buffer := make([]byte, 1)
	_, _ = conn.Read(buffer)
	return string(buffer), nil
}
