package cases

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// sizes needs each file for three of its lines only.
func sizes(names []string) (map[string]int64, error) {
	all := map[string]int64{}
	for i, name := range names {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, fmt.Errorf("name %d is empty", i)
		}
		fmt.Println("look at", name)

		// The size is that of the content.
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		all[name], err = io.Copy(io.Discard, f) // reads all
		f.Close()
		if err != nil {
			return nil, err
		}

		// What follows has nothing to do with it.
		for range 3 {
			fmt.Println("seen", name)
		}
		if all[name] == 0 {
			fmt.Println("empty")
		} else {
			fmt.Println("not empty")
		}
	}
	return all, nil
}

// first uses what it reads until the end of the iteration.
func first(names []string) {
	for _, name := range names {
		if name == "" {
			continue
		}
		fmt.Println("a")
		fmt.Println("b")
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		data, err := io.ReadAll(f)
		f.Close()
		fmt.Println("c")
		fmt.Println("d")
		fmt.Println(len(data), err)
	}
}

func wait(done chan bool) {
	for {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		select {
		case <-ctx.Done():
		case <-done:
			return
		}

		fmt.Println("again")
		fmt.Println("and again")
		fmt.Println("and again")
		fmt.Println("and again")
	}
}
