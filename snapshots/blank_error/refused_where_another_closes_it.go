package cases

import (
	"crypto/tls"
	"net"
	"net/http"
)

func served(s *http.Server) error {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return err
	}
	go s.Serve(l)
	_ = l.Close()
	return nil
}

func spokenThrough(conn net.Conn, config *tls.Config) error {
	if err := tls.Client(conn, config).Handshake(); err != nil {
		_ = conn.Close()
		return err
	}
	return nil
}

func ownAlone(conn net.Conn) error {
	if err := conn.Close(); err != nil {
		return err
	}
	return nil
}

func listened() error {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return err
	}
	talk(l)
	_ = l.Close()
	return nil
}

func talk(l net.Listener) {}

func talkTo(conn net.Conn) {}

func handedToAFunction(conn net.Conn) error {
	talkTo(conn)
	if err := conn.Close(); err != nil {
		return err
	}
	return nil
}
