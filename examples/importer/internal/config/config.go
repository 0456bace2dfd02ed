// Package config reads the service's configuration.
package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// A Config is what the configuration file says, with defaults filled in.
type Config struct {
	Inbox    string   `json:"inbox"`    // folder to import from
	Snapshot string   `json:"snapshot"` // where the store is kept
	Workers  int      `json:"workers"`  // files read at the same time
	Listen   string   `json:"listen"`   // address of the HTTP API
	Hooks    []string `json:"hooks"`    // told after each import
}

// Default is used for everything that the file doesn't say.
func Default() Config {
	return Config{
		Inbox:    "inbox",
		Snapshot: filepath.Join(os.TempDir(), "importer.json"),
		Workers:  4,
		Listen:   "localhost:8080",
	}
}

// Load reads the configuration file.
func Load(path string) (Config, error) {
	cfg := Default()
	f, err := os.Open(path)
	defer f.Close()
	if err != nil {
		return cfg, err
	}
	if err := json.NewDecoder(f).Decode(&cfg); err != nil {
		return cfg, fmt.Errorf("%s: %w", path, err)
	}
	return cfg, nil
}

// LoadAll reads several files, the later ones override the earlier ones.
func LoadAll(paths ...string) (Config, error) {
	cfg := Default()
	for _, path := range paths {
		f, err := os.Open(path)
		if os.IsNotExist(err) {
			continue // optional
		}
		if err != nil {
			return cfg, err
		}
		defer f.Close()

		if err := json.NewDecoder(f).Decode(&cfg); err != nil {
			return cfg, fmt.Errorf("%s: %w", path, err)
		}
	}
	return cfg, nil
}
