package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os/exec"
	"path/filepath"
	"strings"
)

// A listed package is what `go list -json` says of it. A package that is
// compiled anew for a test has the ImportPath `p [q.test]`.
type listed struct {
	Dir        string
	ImportPath string
	Name       string
	ForTest    string
	DepOnly    bool
	Standard   bool
	GoFiles    []string
	CgoFiles   []string
	ImportMap  map[string]string
	Module     *struct{ GoVersion string }
	Error      *struct{ Err string }
}

// Path is the import path without the test that the package is compiled for.
func (p *listed) path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// IsTestMain tells whether this is the main package that the go command makes
// up for a test: its one file lies in the build cache.
func (p *listed) isTestMain() bool {
	return strings.HasSuffix(p.ImportPath, ".test") && len(p.GoFiles) > 0 && filepath.IsAbs(p.GoFiles[0])
}

type listing struct {
	packages []*listed
	byPath   map[string]*listed
	arch     string
}

// List runs `go list`, which compiles nothing.
func list(r request) (*listing, error) {
	arch, err := goCommand(r.dir, "env", "GOARCH")
	if err != nil {
		return nil, err
	}
	args := []string{"list", "-e", "-deps",
		"-json=Dir,ImportPath,Name,ForTest,DepOnly,Standard,GoFiles,CgoFiles,ImportMap,Module,Error"}
	if r.tests {
		args = append(args, "-test")
	}
	if r.tags != "" {
		args = append(args, "-tags", r.tags)
	}
	args = append(append(args, "--"), r.patterns...)
	text, err := goCommand(r.dir, args...)
	if err != nil {
		return nil, err
	}
	result := &listing{byPath: make(map[string]*listed), arch: strings.TrimSpace(string(arch))}
	for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
		pkg := new(listed)
		if err := decoder.Decode(pkg); errors.Is(err, io.EOF) {
			return result, nil
		} else if err != nil {
			return nil, fmt.Errorf("output of go list: %w", err)
		}
		result.packages = append(result.packages, pkg)
		result.byPath[pkg.ImportPath] = pkg
	}
}

func goCommand(dir string, args ...string) ([]byte, error) {
	command := exec.Command("go", args...)
	command.Dir = dir
	var stderr bytes.Buffer
	command.Stderr = &stderr
	text, err := command.Output()
	if err == nil {
		return text, nil
	}
	// With -e the go command lists what it can though some package is broken.
	if len(text) > 0 {
		log.Printf("go %s: %v\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
		return text, nil
	}
	return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
}

// Targets are the packages to print. Where a package is listed with its test
// files and without them, the one with test files stands for both.
func (l *listing) targets() []*listed {
	var targets []*listed
	for _, pkg := range l.packages {
		if pkg.DepOnly || pkg.isTestMain() {
			continue
		}
		path := pkg.path()
		if withTests := fmt.Sprintf("%s [%s.test]", path, path); pkg.ImportPath == path && l.byPath[withTests] != nil {
			continue
		}
		// A package that only depends on the tested one is compiled again for
		// the test, and is listed by itself as well.
		if pkg.ForTest != "" && pkg.ForTest != path && pkg.ForTest+"_test" != path {
			continue
		}
		targets = append(targets, pkg)
	}
	return targets
}

// GoVersion is the language version for go/types, empty for the latest.
func (l *listing) goVersion(pkg *listed) string {
	// An external test package is listed without its module.
	if tested := l.byPath[pkg.ForTest]; tested != nil {
		pkg = tested
	}
	switch {
	case pkg.Standard || pkg.Module == nil:
		return ""
	case pkg.Module.GoVersion == "":
		// What the go command takes for a go.mod without a go line.
		return "go1.16"
	}
	return "go" + pkg.Module.GoVersion
}
