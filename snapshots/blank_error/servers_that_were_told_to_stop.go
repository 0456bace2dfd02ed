package cases

import (
	"errors"
	"net"
	"net/http"
)

func serves(s *http.Server, l net.Listener) error {
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func servesAnything(l net.Listener) error {
	_ = http.Serve(l, nil)
	return nil
}
