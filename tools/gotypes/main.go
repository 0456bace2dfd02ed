// Command gotypes prints what go/types records for every call expression of
// some packages, in the format of `gomend debug types`, which is tested
// against it.
//
//	go run ./gotypes [-tests] [-tags list] DIR PATTERN...
//
// Calls stand in the order of files and positions, each once.
// The patterns are those of `go list`, run in DIR. File names are relative to
// the working directory. Packages that import "C" are skipped, and so are
// packages with a file that can't be parsed; standard error says which. Of a
// package with type errors, what was recorded nevertheless is printed.
// CGO_ENABLED, GOOS and GOARCH are read from the environment, as by the go
// command.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"sort"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gotypes: ")
	tests := flag.Bool("tests", false, "also print the calls in test files")
	tags := flag.String("tags", "", "comma-separated `list` of build tags")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: gotypes [-tests] [-tags list] DIR PATTERN...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() < 2 {
		flag.Usage()
		os.Exit(2)
	}
	out := bufio.NewWriter(os.Stdout)
	request := request{dir: flag.Arg(0), patterns: flag.Args()[1:], tests: *tests, tags: *tags}
	err := run(request, out)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		log.Fatal(err)
	}
}

// A request names packages as the go command does.
type request struct {
	dir      string
	patterns []string
	tests    bool
	tags     string
}

// A call is one line of the output. Start and End are byte offsets into the
// file, whatever `//line` says.
type call struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

func run(r request, out io.Writer) error {
	listing, err := list(r)
	if err != nil {
		return err
	}
	working, err := os.Getwd()
	if err != nil {
		return err
	}
	importers := newImporters(listing)
	var calls []call
	for _, pkg := range listing.targets() {
		found, err := typedCalls(listing, pkg, importers, working)
		if err != nil {
			log.Printf("%s is skipped: %v", pkg.ImportPath, err)
			continue
		}
		calls = append(calls, found...)
	}
	// In the order of positions already, but package by package.
	sort.SliceStable(calls, func(i, j int) bool { return calls[i].File < calls[j].File })
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, call := range calls {
		if err := encoder.Encode(call); err != nil {
			return err
		}
	}
	return nil
}
