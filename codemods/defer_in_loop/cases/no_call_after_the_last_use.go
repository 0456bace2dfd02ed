package cases

import (
	"fmt"
	"io"
	"log"
	"os"
)

// leaves returns before the last use.
func leaves(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(os.Stdout, f); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

// ends ends the program before the last use.
func ends(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		if name == "" {
			log.Fatal("no name")
		}
		fmt.Println(f.Name())
	}
}

// replaced would close another file.
func replaced(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		fmt.Println(f.Name())
		f, err = os.Open(name + "~")
		fmt.Println(f, err)
	}
}

// said has a comment on the defer, which would lose its place.
func said(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		// Whatever happens.
		defer f.Close()
		fmt.Println(f.Name())
	}
}

// two has two defers, and their order is for the function literal to keep.
func two(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		g, err := os.Open(name + "~")
		if err != nil {
			continue
		}
		defer g.Close()
		fmt.Println(f.Name(), g.Name())
	}
}

// closure does more than to release.
func closure(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer func() {
			if err := f.Close(); err != nil {
				log.Print(err)
			}
		}()
		fmt.Println(f.Name())
	}
}
