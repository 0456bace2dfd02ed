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
		if err := cmd.Process.Kill(); err != nil {
			t.Log(err)
		}
	}()
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Log(err)
		}
		if _, err := cmd.Process.Wait(); err != nil {
			t.Log(err)
		}
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
}

func TestProcessIsWaitedFor(t *testing.T) {
	cmd := exec.Command("sleep", "1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Log(err)
		}
	})
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestPlugin(t *testing.T) {
	var p plugin
	defer func() {
		if err := p.Kill(); err != nil {
			t.Log(err)
		}
	}()
	q := plugin{}
	defer func() {
		if err := q.Stop(); err != nil {
			t.Log(err)
		}
	}()
	if err := q.Stop(); err != nil {
		t.Fatal(err)
	}
	_ = q.Stop()
	q.Start()
	if err := q.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestFile(t *testing.T) {
	if err := os.Remove("a"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Remove("a"); err != nil {
			t.Log(err)
		}
		if err := os.Remove("b"); err != nil {
			t.Log(err)
		}
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
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}()
	}
	f, err := os.Open("c")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func stopsTwice(p plugin) error {
	err := p.Stop()
	_ = p.Stop()
	return err
}
