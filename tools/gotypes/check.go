package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
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

func offset(set *token.FileSet, pos token.Pos) int {
	return set.PositionFor(pos, false).Offset
}

// Importers hold the declarations of dependencies. Packages compiled for one
// test see each other and not those without the test's files, under the same
// import paths, so that every test has an importer of its own.
type importers struct {
	listing *listing
	plain   types.Importer
	// The importer of the test that was asked for last: the packages of one
	// test are listed one after the other, and keeping all would keep the
	// whole library once a test.
	test     types.Importer
	testName string
}

func newImporters(l *listing) *importers {
	i := &importers{listing: l}
	i.plain = i.forTest("")
	return i
}

// Of returns an importer for the import declarations of one package.
func (i *importers) of(pkg *listed) types.Importer {
	group := i.plain
	if pkg.ForTest != "" {
		if i.testName != pkg.ForTest {
			i.test, i.testName = i.forTest(pkg.ForTest), pkg.ForTest
		}
		group = i.test
	}
	return mappedImporter{pkg, group}
}

func (i *importers) forTest(test string) types.Importer {
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		pkg := i.listing.byPath[fmt.Sprintf("%s [%s.test]", path, test)]
		if pkg == nil {
			pkg = i.listing.byPath[path]
		}
		if pkg == nil || pkg.Export == "" {
			return nil, fmt.Errorf("%s isn't compiled", path)
		}
		return os.Open(pkg.Export)
	})
}

// A mappedImporter turns import paths as they are written into those of
// packages: of vendored ones, and of ones that are compiled for a test.
type mappedImporter struct {
	pkg   *listed
	group types.Importer
}

func (m mappedImporter) Import(path string) (*types.Package, error) {
	if mapped, ok := m.pkg.ImportMap[path]; ok {
		path = (&listed{ImportPath: mapped}).path()
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return m.group.Import(path)
}
