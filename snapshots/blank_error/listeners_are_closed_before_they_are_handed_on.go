package cases

import (
	"errors"
	"net"
)

func serve(l net.Listener) error { return nil }

func listens(check func() error) error {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		if closeErr := l.Close(); closeErr != nil {
			err = errors.Join(err, closeErr)
		}
		return err
	}
	return serve(l)
}

func closesItsOwn(all []net.Listener) error {
	closing := func(l net.Listener) error {
		if err := l.Close(); err != nil {
			return err
		}
		return nil
	}
	for _, l := range all {
		if err := closing(l); err != nil {
			return err
		}
	}
	return nil
}

func closesAfterwards(l net.Listener) error {
	go serve(l)
	_ = l.Close()
	return nil
}

func closesInARound(l net.Listener) error {
	for range 2 {
		_ = l.Close()
		go serve(l)
	}
	return nil
}
