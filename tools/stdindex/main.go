// Command stdindex writes the index of the standard library's declarations
// that gomend embeds.
//
// The index holds Go source: for every package one file of declarations
// without bodies, which goes through the same reader as any other package.
//
//	go run ./stdindex -o ../data/std.index
//
// The output depends on GOROOT and on nothing else: the same GOROOT gives the
// same bytes.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/build"
	"log"
	"os"
	"path/filepath"
	"strings"
)

// Platforms are those that the index tells apart, in the order in which they
// are written. Cgo is off: none of its declarations are exported.
var platforms = []platform{
	{"linux", "amd64"},
	{"darwin", "amd64"},
	{"windows", "amd64"},
}

type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

func main() {
	log.SetFlags(0)
	log.SetPrefix("stdindex: ")
	output := flag.String("o", "", "write the index to this `file`")
	stubs := flag.String("stubs", "", "also write the stub sources below this `folder`, to be read by people")
	flag.Parse()
	if *output == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}

	goroot := build.Default.GOROOT
	version, err := goVersion(goroot)
	if err != nil {
		log.Fatal(err)
	}
	sources, err := allStubs(goroot)
	if err != nil {
		log.Fatal(err)
	}
	entries := merge(sources)
	if *stubs != "" {
		if err := writeStubs(*stubs, entries); err != nil {
			log.Fatal(err)
		}
	}
	var index bytes.Buffer
	if err := writeIndex(&index, version, entries); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*output, index.Bytes(), 0o666); err != nil {
		log.Fatal(err)
	}
	report(version, entries, index.Len())
}

// AllStubs returns the stub sources of each platform, by import path.
func allStubs(goroot string) (map[platform]map[string]string, error) {
	since, err := readAPI(filepath.Join(goroot, "api"))
	if err != nil {
		return nil, err
	}
	sources := make(map[platform]map[string]string)
	for _, p := range platforms {
		std, err := loadStd(goroot, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		sources[p] = stubSources(std, since)
	}
	return sources, nil
}

// GoVersion is the first line of GOROOT/VERSION, such as "go1.26.8".
func goVersion(goroot string) (string, error) {
	text, err := os.ReadFile(filepath.Join(goroot, "VERSION"))
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(line), nil
}

func writeStubs(folder string, entries []entry) error {
	for _, e := range entries {
		name := "all"
		if e.platforms != "*" {
			name = strings.NewReplacer("/", "_", ",", "+").Replace(e.platforms)
		}
		dir := filepath.Join(folder, filepath.FromSlash(e.path))
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name+".go"), []byte(e.source), 0o666); err != nil {
			return err
		}
	}
	return nil
}

func report(version string, entries []entry, size int) {
	packages := make(map[string]bool)
	raw, everywhere := 0, 0
	for _, e := range entries {
		packages[e.path] = true
		raw += len(e.source)
		if e.platforms == "*" {
			everywhere++
		}
	}
	fmt.Printf("%s: %d packages, %d stubs (%d the same on every platform), %d bytes of Go in %d bytes\n",
		version, len(packages), len(entries), everywhere, raw, size)
}
