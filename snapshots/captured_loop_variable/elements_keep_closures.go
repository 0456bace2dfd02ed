//go:build go1.21

package cases

type peer struct {
	name  string
	close func() error
}

func (p *peer) stop() error { return nil }

func elements(peers []*peer, values []peer, hook *func() error) {
	for i := range peers {
		i := i
		peers[i].close = func() error { return peers[i].stop() }
	}
	for _, p := range peers {
		p := p
		p.close = func() error { return p.stop() }
	}
	// The element is this iteration's own copy, and the hook is that of the last one.
	for _, p := range values {
		p.close = nil
		*hook = func() error {
			_ = p.name
			return nil
		}
	}
}
