package cases

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
)

type plugin struct{}

func (plugin) Kill() error { return nil }

func (plugin) Stop() error { return nil }

func (plugin) Start() {}

func TestProcess(t *testing.T) {
	cmd := exec.Command("sleep", "1")
	defer func() {
		_ = cmd.Process.Kill()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGCONT)
		_, _ = cmd.Process.Wait()
	})
	_ = cmd.Process.Kill()
}

func TestPlugin(t *testing.T) {
	var p plugin
	defer func() {
		_ = p.Kill()
	}()
	q := plugin{}
	defer func() {
		_ = q.Stop()
	}()
	_ = q.Stop()
	_ = q.Stop()
	q.Start()
	_ = q.Stop()
}

func TestFile(t *testing.T) {
	_ = os.Remove("a")
	t.Cleanup(func() {
		_ = os.Remove("a")
		_ = os.Remove("b")
	})
	if err := os.Remove("b"); err != nil {
		t.Fatal(err)
	}
}

func stopsTwice(p plugin) error {
	_ = p.Stop()
	_ = p.Stop()
	return nil
}
