package cases

import (
	"os"
	"path/filepath"
)

// What is removed by its name is safe where the name stays: it was made up here, and nobody else knows it.
func pack(parts [][]byte) error {
	for _, part := range parts {
		dir, err := os.MkdirTemp("", "pack")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "part")
		if err := os.WriteFile(path, part, 0o600); err != nil {
			return err
		}
		if _, err := os.ReadFile(path); err != nil {
			return err
		}
	}
	return nil
}

func store(parts [][]byte) {
	for _, part := range parts {
		f, err := os.CreateTemp("", "part")
		if err != nil {
			continue
		}
		defer os.Remove(f.Name())
		f.Write(part)
		f.Close()
	}
}
