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
	return nil
}

func main() {
	_ = one("a")
}
