package cases

import (
	"context"
	"log"
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
		err := peer{}.talk(ctx)
		if err != nil {
			t.Log(err)
		}
	}()
	cancel()
	group.Wait()
	if err := os.Chdir("/"); err != nil {
		t.Fatal(err)
	}
}

func TestPeerInAGroup(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() {
		if true {
			err := peer{}.talk(ctx)
			if err != nil {
				log.Println(err)
			}
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
		err := peer{}.talk(context.Background())
		if err != nil {
			log.Println(err)
		}
	}()
	if err := os.Chdir("/"); err != nil {
		t.Fatal(err)
	}
}
