package cases

import (
	"os"
	"testing"
)

func onTheTest(t *testing.T) {
	_ = os.Chdir("/a")
}

func started(t *testing.T) {
	_ = os.Chdir("/b")
}

func startedByLiteral(t *testing.T) {
	_ = os.Chdir("/c")
}

func TestHelpers(t *testing.T) {
	onTheTest(t)
	done := make(chan struct{})
	go started(t)
	go func() {
		defer close(done)
		startedByLiteral(t)
	}()
	<-done
}
