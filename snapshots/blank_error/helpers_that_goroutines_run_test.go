package cases

import (
	"os"
	"testing"
)

func onTheTest(t *testing.T) {
	if err := os.Chdir("/a"); err != nil {
		t.Fatal(err)
	}
}

func started(t *testing.T) {
	if err := os.Chdir("/b"); err != nil {
		t.Error(err)
	}
}

func startedByLiteral(t *testing.T) {
	if err := os.Chdir("/c"); err != nil {
		t.Error(err)
	}
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
