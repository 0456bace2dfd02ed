package config

import (
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "importerd.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	cfg, err := Load(write(t, `{"workers": 7, "hooks": ["http://localhost/hook"]}`))
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Workers != 7 || len(cfg.Hooks) != 1 || cfg.Inbox != "inbox" {
		t.Errorf("got %+v", cfg)
	}
}

func TestLoadErrors(t *testing.T) {
	if cfg, err := Load(filepath.Join(t.TempDir(), "absent.json")); !os.IsNotExist(err) || cfg.Workers != 4 {
		t.Errorf("got %+v, %v", cfg, err)
	}
	if _, err := Load(write(t, `{`)); err == nil {
		t.Error("no error")
	}
}

func TestLoadAll(t *testing.T) {
	first := write(t, `{"workers": 7, "listen": ":1"}`)
	second := write(t, `{"workers": 8}`)
	cfg, err := LoadAll(first, filepath.Join(t.TempDir(), "absent.json"), second)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Workers != 8 || cfg.Listen != ":1" {
		t.Errorf("got %+v", cfg)
	}
}
