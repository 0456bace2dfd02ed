package cases

import (
	"fmt"
	"io"
	"log"
	"os"
)

var current string

func use(dir string) {
	current = dir
}

// The name is given away, or was known before.
func names(all []string) {
	for range all {
		dir, err := os.MkdirTemp("", "x")
		if err != nil {
			continue
		}
		defer os.RemoveAll(dir)
		use(dir)
	}
	for _, dir := range all {
		made := dir + "/made"
		if err := os.Mkdir(made, 0o700); err != nil {
			continue
		}
		defer os.RemoveAll(made)
		log.Print("made")
	}
}

// Who reads the name may look for the file.
func printed(w io.Writer, parts [][]byte) {
	for _, part := range parts {
		f, err := os.CreateTemp("", "part")
		if err != nil {
			continue
		}
		defer os.Remove(f.Name())
		f.Write(part)
		fmt.Fprintln(w, f.Name())
	}
}
