package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
)

// TypedCalls type-checks one package from its source and lists its calls in
// the order of files and positions.
func typedCalls(l *listing, pkg *listed, importers *importers, working string) ([]call, error) {
	if len(pkg.CgoFiles) > 0 {
		return nil, errors.New(`it imports "C"`)
	}
	if len(pkg.GoFiles) == 0 && pkg.Error != nil {
		return nil, errors.New(pkg.Error.Err)
	}
	set := token.NewFileSet()
	files, err := parse(set, pkg)
	if err != nil {
		return nil, err
	}
	info := types.Info{Types: make(map[ast.Expr]types.TypeAndValue)}
	config := types.Config{
		GoVersion: l.goVersion(pkg),
		Importer:  importers.of(pkg),
		Sizes:     types.SizesFor("gc", l.arch),
		// Without this, checking ends with the first error.
		Error: func(error) {},
	}
	// The error is one of those above.
	_, _ = config.Check(pkg.path(), set, files, &info)

	var calls []call
	for _, file := range files {
		name, err := filepath.Rel(working, set.File(file.FileStart).Name())
		if err != nil {
			return nil, err
		}
		name = filepath.ToSlash(name)
		ast.Inspect(file, func(node ast.Node) bool {
			expr, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			recorded, ok := info.Types[expr]
			if !ok {
				return true
			}
			if text, ok := typeText(recorded.Type); ok {
				calls = append(calls, call{name, offset(set, expr.Pos()), offset(set, expr.End()), text})
			}
			return true
		})
	}
	return calls, nil
}

func parse(set *token.FileSet, pkg *listed) ([]*ast.File, error) {
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		if !filepath.IsAbs(name) {
			name = filepath.Join(pkg.Dir, name)
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func offset(set *token.FileSet, pos token.Pos) int {
	return set.PositionFor(pos, false).Offset
}

// Importers read the declarations of dependencies from their source. Nothing
// is compiled for it, and bodies aren't looked at.
//
// Packages compiled for one test see each other and not those without the
// test's files: each variant that is listed is a package of its own.
type importers struct {
	listing *listing
	// By the import path as it is listed. Nil while a package is being read.
	packages map[string]*types.Package
}

func newImporters(l *listing) *importers {
	return &importers{listing: l, packages: make(map[string]*types.Package)}
}

// Of returns an importer for the import declarations of one package.
func (i *importers) of(pkg *listed) types.Importer {
	return mappedImporter{pkg, i}
}

// Declarations reads what a package declares, as far as it is right.
func (i *importers) declarations(importPath string) (*types.Package, error) {
	if found, ok := i.packages[importPath]; ok {
		if found == nil {
			return nil, fmt.Errorf("%s imports itself", importPath)
		}
		return found, nil
	}
	pkg := i.listing.byPath[importPath]
	if pkg == nil || len(pkg.GoFiles) == 0 {
		return nil, fmt.Errorf("%s isn't on this machine", importPath)
	}
	i.packages[importPath] = nil
	set := token.NewFileSet()
	files, err := parse(set, pkg)
	if err != nil {
		return nil, err
	}
	config := types.Config{
		GoVersion:        i.listing.goVersion(pkg),
		Importer:         i.of(pkg),
		Sizes:            types.SizesFor("gc", i.listing.arch),
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Error:            func(error) {},
	}
	// The error is one of those above.
	i.packages[importPath], _ = config.Check(pkg.path(), set, files, nil)
	return i.packages[importPath], nil
}

// A mappedImporter turns import paths as they are written into those of
// packages: of vendored ones, and of ones that are compiled for a test.
type mappedImporter struct {
	pkg       *listed
	importers *importers
}

func (m mappedImporter) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if mapped, ok := m.pkg.ImportMap[path]; ok {
		path = mapped
	}
	return m.importers.declarations(path)
}
