package cases

import (
	"context"
	"net"
	"os"
	"sync"
	"testing"
)

type peer struct{ net.Conn }

func (p peer) talk(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestPeer(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
		_ = peer{}.talk(ctx)
	}()
	cancel()
	group.Wait()
	_ = os.Chdir("/")
}

func TestPeerInAGroup(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() {
		if true {
			_ = peer{}.talk(ctx)
		}
	})
	cancel()
}

func TestPeerForEver(t *testing.T) {
	done := make(chan bool)
	go func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			_ = peer{}.talk(context.Background())
		}
	}()
	close(done)
}

func TestPeerIsNotWaitedFor(t *testing.T) {
	go func() {
		_ = peer{}.talk(context.Background())
	}()
	_ = os.Chdir("/")
}
