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

func TestProcessIsWaitedFor(t *testing.T) {
	cmd := exec.Command("sleep", "1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
	})
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
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

func TestFiles(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			_ = f.Close()
		}()
	}
	f, err := os.Open("c")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func stopsTwice(p plugin) error {
	_ = p.Stop()
	_ = p.Stop()
	return nil
}
