package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"slices"
)

func closeQuietly(f *os.File) {
	if r := recover(); r != nil {
		log.Println(r)
	}
	f.Close()
}

// The helper stops a panic, and the loop would go on.
func recoversInAHelper(names []string) {
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer closeQuietly(f)
		if i == 0 {
			panic("broken")
		}
		fmt.Println(f.Name())
	}
}

// The other end counts who is there.
func heldForBeingOpen(address string, n int) error {
	for i := 0; i < n; i++ {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		defer c.Close()
		fmt.Println("client", i)
	}
	return nil
}

// The folder is listed behind the loop.
func filesOfAFolder(folder string) int {
	for range 3 {
		f, err := os.CreateTemp(folder, "z")
		if err != nil {
			continue
		}
		defer os.Remove(f.Name())
		fmt.Fprintln(f, "x")
		f.Close()
	}
	all, _ := filepath.Glob(filepath.Join(folder, "z*"))
	return len(all)
}

// A key that is counted is a key.
func countedAsKeys(seen map[string]int) error {
	for range 3 {
		dir, err := os.MkdirTemp("", "z")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		fmt.Println(filepath.Base(dir))
		seen[dir]++
	}
	return nil
}

// Inserted into what is there before the loop.
func putIntoASlice(names []string, readers []io.Reader) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		_ = slices.Insert(readers[:0], 0, io.Reader(f))
		fmt.Println(name)
	}
}

// Handed to a function that is called back.
func calledBack(names []string) (last io.Reader) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		_ = slices.ContainsFunc([]io.Reader{f}, func(r io.Reader) bool { last = r; return true })
		fmt.Println(name)
	}
	return last
}

var tracked []*os.File

func openTracked(name string) (f *os.File, err error) {
	defer func() {
		if err == nil {
			tracked = append(tracked, f)
		}
	}()
	return os.Open(name)
}

// Who opens it keeps it.
func openedByAKeeper(names []string) {
	for _, name := range names {
		f, err := openTracked(name)
		if err != nil {
			continue
		}
		fmt.Println(f.Name())
		f.Close()
	}
}

// The name is written where others read it.
func writtenDown(config string) error {
	for range 3 {
		dir, err := os.MkdirTemp("", "z")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if err := os.WriteFile(config, []byte(dir), 0o600); err != nil {
			return err
		}
		fmt.Println("next")
	}
	return nil
}

func main() {
	recoversInAHelper(nil)
	_ = heldForBeingOpen("", 0)
	filesOfAFolder("")
	_ = countedAsKeys(map[string]int{})
	putIntoASlice(nil, nil)
	calledBack(nil)
	openedByAKeeper(nil)
	_ = writtenDown("")
}
