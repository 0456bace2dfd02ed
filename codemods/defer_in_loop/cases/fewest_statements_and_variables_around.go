package cases

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// checkedBehind declares err above the file is opened: the check of the copy belongs to it and goes along.
func checkedBehind(names []string) error {
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		fmt.Println(info.Name())
		fmt.Println(info.Size())
		fmt.Println(info.ModTime())
		fmt.Println(info.IsDir())
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(io.Discard, f)
		if err != nil {
			return err
		}
		fmt.Println("done with", name)
		fmt.Println("next")
		fmt.Println("next")
	}
	return nil
}

// setAgain sets err anew behind the last use of the file.
func setAgain(names []string, into any) error {
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		fmt.Println(info.Name())
		fmt.Println(info.Size())
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Println(f.Name())
		text, err := json.Marshal(into)
		if err != nil {
			return err
		}
		fmt.Println(string(text))
		fmt.Println(strings.ToUpper(string(text)))
		fmt.Println(info.ModTime())
		fmt.Println(info.IsDir())
	}
	return nil
}

// onlySet would have an err that is set and never read, were the file's statements apart.
func onlySet(names []string) {
	for _, name := range names {
		info, err := os.Stat(name)
		fmt.Println(info.Name())
		fmt.Println(info.Size())
		fmt.Println(info.ModTime())
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
}

// shared reads err in a closure.
func shared(names []string) {
	for _, name := range names {
		info, err := os.Stat(name)
		report := func() { fmt.Println(name, err) }
		fmt.Println(info.Name())
		fmt.Println(info.Size())
		fmt.Println(info.ModTime())
		fmt.Println(info.IsDir())
		f, err := os.Open(name)
		if err == nil {
			defer f.Close()
		}
		report()
		defer f.Close()
		fmt.Println(f.Name())
	}
}

// redeclared returns an n that isn't the one of the statement above any more.
func redeclared(names []string) (int, error) {
	for _, name := range names {
		n, err := fmt.Println(name)
		if err != nil {
			return 0, err
		}
		fmt.Println(n)
		fmt.Println(n)
		fmt.Println(n)
		fmt.Println(n)
		fmt.Println(n)
		fmt.Println(n)
		f, err := os.Open(name)
		if err != nil {
			return n, err
		}
		defer f.Close()
		n, text := len(f.Name()), f.Name()
		if text == "" {
			return n, os.ErrInvalid
		}
	}
	return 0, nil
}
