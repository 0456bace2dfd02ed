package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// A standardLibrary is the whole of GOROOT/src, type-checked for one platform
// without function bodies.
type standardLibrary struct {
	packages map[string]*types.Package
	// The right-hand side of each type declaration. go/types keeps only the
	// underlying type, and that of `type T other.S` has fields that belong to
	// another package, which can't be written down here.
	definitions map[*types.TypeName]types.Type
}

// LoadStd type-checks every package of GOROOT/src that is built on p.
func loadStd(goroot string, p platform) (*standardLibrary, error) {
	context := build.Default
	context.GOROOT = goroot
	context.GOOS, context.GOARCH = p.os, p.arch
	context.CgoEnabled = false
	l := &loader{
		context: context,
		source:  filepath.Join(goroot, "src"),
		sizes:   types.SizesFor("gc", p.arch),
		files:   token.NewFileSet(),
		std: &standardLibrary{
			packages:    map[string]*types.Package{"unsafe": types.Unsafe},
			definitions: make(map[*types.TypeName]types.Type),
		},
	}
	paths, err := packagePaths(l.source)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		_, err := l.load(path)
		if _, notHere := err.(*build.NoGoError); notHere {
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return l.std, nil
}

// PackagePaths lists the folders below GOROOT/src that hold packages of the
// standard library, public or not, sorted.
func packagePaths(source string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(source, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() || name == source {
			return nil
		}
		rel, err := filepath.Rel(source, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		base := path.Base(rel)
		// `builtin` is documentation, not a package that can be imported.
		if rel == "cmd" || rel == "builtin" || base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
			return filepath.SkipDir
		}
		if rel != "vendor" && rel != "unsafe" {
			paths = append(paths, rel)
		}
		return nil
	})
	sort.Strings(paths)
	return paths, err
}

type loader struct {
	context build.Context
	source  string
	sizes   types.Sizes
	files   *token.FileSet
	std     *standardLibrary
}

// Import implements types.Importer.
func (l *loader) Import(path string) (*types.Package, error) {
	return l.load(path)
}

func (l *loader) load(path string) (*types.Package, error) {
	dir := filepath.Join(l.source, filepath.FromSlash(path))
	if vendored := filepath.Join(l.source, "vendor", filepath.FromSlash(path)); isFolder(vendored) {
		path, dir = "vendor/"+path, vendored
	}
	if pkg, ok := l.std.packages[path]; ok {
		if pkg == nil {
			return nil, fmt.Errorf("%s imports itself", path)
		}
		return pkg, nil
	}
	described, err := l.context.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	if described.Name == "main" {
		return nil, &build.NoGoError{Dir: dir}
	}
	l.std.packages[path] = nil
	var files []*ast.File
	for _, name := range described.GoFiles {
		file, err := parser.ParseFile(l.files, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	info := types.Info{
		Defs:  make(map[*ast.Ident]types.Object),
		Types: make(map[ast.Expr]types.TypeAndValue),
	}
	config := types.Config{Importer: l, IgnoreFuncBodies: true, Sizes: l.sizes}
	pkg, err := config.Check(path, l.files, files, &info)
	if err != nil {
		return nil, err
	}
	l.std.packages[path] = pkg
	l.keepDefinitions(files, &info)
	return pkg, nil
}

func (l *loader) keepDefinitions(files []*ast.File, info *types.Info) {
	for _, file := range files {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.TYPE {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.TypeSpec)
				if name, ok := info.Defs[spec.Name].(*types.TypeName); ok {
					l.std.definitions[name] = info.TypeOf(spec.Type)
				}
			}
		}
	}
}

func isFolder(name string) bool {
	stat, err := os.Stat(name)
	return err == nil && stat.IsDir()
}

// IsPublic tells whether programs outside the standard library can import the
// package.
func isPublic(path string) bool {
	for _, element := range strings.Split(path, "/") {
		if element == "internal" || element == "vendor" {
			return false
		}
	}
	return path != "unsafe"
}
