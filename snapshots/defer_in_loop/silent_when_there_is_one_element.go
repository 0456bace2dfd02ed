package main

import (
	"fmt"
	"os"
)

func one(name string) error {
	for _, name := range []string{name} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
	for range 1 {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
	for _, name := range os.Args[:1] {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
	for i := 0; i < 1; i++ {
		f, err := os.Open(os.Args[i])
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
	return nil
}

// Counted back, it comes round again.
func again(names []string) error {
	for i := 0; i < 1; i++ {
		if err := func() error {
			f, err := os.Open(names[0])
			if err != nil {
				return err
			}
			defer f.Close()
			if info, err := f.Stat(); err == nil && info.Size() == 0 {
				names = names[1:]
				i--
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	_ = one("a")
}
