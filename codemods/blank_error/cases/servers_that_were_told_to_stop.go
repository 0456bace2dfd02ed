package cases

import (
	"net"
	"net/http"
)

func serves(s *http.Server, l net.Listener) error {
	_ = s.Serve(l)
	return nil
}

func servesAnything(l net.Listener) error {
	_ = http.Serve(l, nil)
	return nil
}
