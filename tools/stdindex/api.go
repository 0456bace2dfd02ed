package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ApiVersions says with which Go release a declaration came, by import path,
// a blank, and the name: `Open`, `File.Name` (value receiver) or `*File.Close`.
type apiVersions map[string]int

// Oldest is the first release worth recording: no older one has generics, and
// code that old is read, not extended.
const oldest = 18

// Of returns the minor version N of the go1.N that brought the declaration,
// and false when it is older than that, or not known.
func (v apiVersions) of(path, name string) (int, bool) {
	version, ok := v[path+" "+name]
	return version, ok && version >= oldest
}

// ReadAPI reads the files go1.txt, go1.1.txt, … of GOROOT/api. A declaration
// may be listed several times, once for a platform or again when its signature
// got another spelling; the oldest counts.
func readAPI(folder string) (apiVersions, error) {
	names, err := filepath.Glob(filepath.Join(folder, "go1*.txt"))
	if err != nil {
		return nil, err
	}
	// Some distributions of Go leave the folder out; an index made from one of
	// these would know no versions.
	if len(names) == 0 {
		return nil, fmt.Errorf("no go1*.txt in %s", folder)
	}
	versions := make(apiVersions)
	for _, name := range names {
		version := 0
		if minor, ok := strings.CutPrefix(strings.TrimSuffix(filepath.Base(name), ".txt"), "go1."); ok {
			if version, err = strconv.Atoi(minor); err != nil {
				return nil, err
			}
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(text)) {
			key, ok := apiKey(line)
			if !ok {
				continue
			}
			if known, ok := versions[key]; !ok || version < known {
				versions[key] = version
			}
		}
	}
	return versions, nil
}

// ApiKey reads a line such as
//
//	pkg os, method (*File) Chdir() error
//	pkg syscall (linux-amd64), const AF_ALG = 38
//
// Fields and methods of interfaces have no line of their own in a stub.
func apiKey(line string) (string, bool) {
	rest, ok := strings.CutPrefix(line, "pkg ")
	if !ok {
		return "", false
	}
	where, what, ok := strings.Cut(rest, ", ")
	if !ok {
		return "", false
	}
	path, _, _ := strings.Cut(where, " ")
	kind, what, _ := strings.Cut(strings.TrimSpace(what), " ")
	switch kind {
	case "const", "var", "func":
		return path + " " + identifier(what), true
	case "type":
		return path + " " + identifier(what), true
	case "method":
		receiver, what, ok := strings.Cut(strings.TrimPrefix(what, "("), ") ")
		if !ok {
			return "", false
		}
		receiver, _, _ = strings.Cut(receiver, "[")
		return path + " " + receiver + "." + identifier(what), true
	}
	return "", false
}

// Identifier returns what stands before the first character that can't be
// part of a name.
func identifier(text string) string {
	if end := strings.IndexAny(text, " ([,=\n"); end >= 0 {
		return text[:end]
	}
	return text
}
