package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"go/ast"
	"go/build"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// StubPackages type-checks stubs against each other and nothing else.
type stubPackages struct {
	t        *testing.T
	sources  map[string]string
	files    *token.FileSet
	packages map[string]*types.Package
}

func (s *stubPackages) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := s.packages[path]; pkg != nil {
		return pkg, nil
	}
	source, ok := s.sources[path]
	if !ok {
		return nil, fmt.Errorf("no stub of %s", path)
	}
	file, err := parser.ParseFile(s.files, path+".go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	config := types.Config{
		Importer:         s,
		IgnoreFuncBodies: true,
		Sizes:            types.SizesFor("gc", "amd64"),
		Error: func(err error) {
			// A stub has no bodies, and go/types wants one where a function
			// has type parameters.
			if strings.Contains(err.Error(), "function is missing function body") {
				return
			}
			s.t.Error(err)
		},
	}
	pkg, _ := config.Check(path, s.files, []*ast.File{file}, nil)
	s.packages[path] = pkg
	return pkg, nil
}

// Every declaration of every stub means what it means in GOROOT.
func TestStubsMeanWhatTheLibraryMeans(t *testing.T) {
	goroot := build.Default.GOROOT
	for _, p := range platforms {
		t.Run(p.String(), func(t *testing.T) {
			std, err := loadStd(goroot, p)
			if err != nil {
				t.Fatal(err)
			}
			stubs := &stubPackages{t, stubSources(std, nil), token.NewFileSet(), make(map[string]*types.Package)}
			objects := 0
			for path, real := range std.packages {
				if isPublic(path) && stubs.sources[path] == "" {
					t.Errorf("no stub of %s", path)
				}
				if stubs.sources[path] == "" {
					continue
				}
				stub, err := stubs.Import(path)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					continue
				}
				if stub.Name() != real.Name() {
					t.Errorf("%s is named %s, not %s", path, stub.Name(), real.Name())
				}
				for _, name := range real.Scope().Names() {
					realObject, stubObject := real.Scope().Lookup(name), stub.Scope().Lookup(name)
					if stubObject == nil {
						if isPublic(path) && realObject.Exported() {
							t.Errorf("%s.%s is missing", path, name)
						}
						continue
					}
					objects++
					if want, got := describe(realObject), describe(stubObject); got != want {
						t.Errorf("%s.%s:\n got %s\nwant %s", path, name, got, want)
					}
				}
			}
			if objects < 7000 {
				t.Errorf("only %d declarations were compared", objects)
			}
		})
	}
}

// Describe says all that a program can see of a declaration.
func describe(obj types.Object) string {
	text := types.ObjectString(obj, nil)
	switch obj := obj.(type) {
	case *types.Const:
		text = fmt.Sprintf("const %v = %s", obj.Type(), describeValue(obj))
	case *types.TypeName:
		text = fmt.Sprintf("%s; comparable %v", text, types.Comparable(obj.Type()))
		if _, isAlias := obj.Type().(*types.Alias); isAlias {
			break
		}
		text += "; underlying " + obj.Type().Underlying().String()
		for _, t := range []types.Type{obj.Type(), types.NewPointer(obj.Type())} {
			set := types.NewMethodSet(t)
			for i := range set.Len() {
				// Methods that nothing outside the package can see are left out.
				method := set.At(i)
				if method.Obj().Exported() {
					text += fmt.Sprintf("\n\t%v %v %v", method.Obj().Name(), method.Type(), method.Index()[:len(method.Index())-1])
				}
			}
		}
	}
	return text
}

func describeValue(obj *types.Const) string {
	value := obj.Val()
	basic := obj.Type().Underlying().(*types.Basic)
	if basic.Info()&types.IsFloat == 0 {
		return value.ExactString()
	}
	// What is left of a float's digits once it has a type is the same, and so
	// is whether it may be used as an integer.
	double, _ := constant.Float64Val(value)
	single, _ := constant.Float32Val(value)
	return fmt.Sprint(double, single, constant.ToInt(value).Kind())
}

// An interface that a package seals stays sealed: the same types implement it.
func TestSealedInterfaces(t *testing.T) {
	std, err := loadStd(build.Default.GOROOT, platforms[0])
	if err != nil {
		t.Fatal(err)
	}
	stubs := &stubPackages{t, stubSources(std, nil), token.NewFileSet(), make(map[string]*types.Package)}
	for _, path := range []string{"go/ast", "go/types", "testing", "text/template/parse"} {
		stub, err := stubs.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		real, implemented := std.packages[path].Scope(), 0
		for _, outer := range stub.Scope().Names() {
			realInterface, ok := typeOf(real, outer).(*types.Interface)
			if !ok || realInterface.NumMethods() == 0 {
				continue
			}
			stubInterface := typeOf(stub.Scope(), outer).(*types.Interface)
			for _, inner := range stub.Scope().Names() {
				name, ok := real.Lookup(inner).(*types.TypeName)
				if !ok {
					continue
				}
				want := types.Implements(types.NewPointer(name.Type()), realInterface)
				got := types.Implements(types.NewPointer(stub.Scope().Lookup(inner).Type()), stubInterface)
				if got != want {
					t.Errorf("%s: *%s implements %s: %v, want %v", path, inner, outer, got, want)
				}
				if want {
					implemented++
				}
			}
		}
		if implemented == 0 {
			t.Errorf("%s: nothing was compared", path)
		}
	}
}

func typeOf(scope *types.Scope, name string) types.Type {
	if obj, ok := scope.Lookup(name).(*types.TypeName); ok {
		return obj.Type().Underlying()
	}
	return nil
}

func TestRuneLiteral(t *testing.T) {
	for n, want := range map[int64]string{
		'x': "'x'", '\'': `'\''`, 0: `'\x00'`, 0x10FFFF: `'\U0010ffff'`,
		0xD800: `55296 + '\x00'`, -1: `-1 + '\x00'`,
	} {
		if got := runeLiteral(constant.MakeInt64(n)); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestFloatLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"1.0": "1.0", "0.5": "0.5", "1e100": "1e+100", "100.0": "100.0", "-2.0": "-2.0",
	} {
		value := constant.ToFloat(constant.MakeFromLiteral(strings.TrimPrefix(text, "-"), token.FLOAT, 0))
		if strings.HasPrefix(text, "-") {
			value = constant.UnaryOp(token.SUB, value, 0)
		}
		if got := floatLiteral(value); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestAPIKey(t *testing.T) {
	for line, want := range map[string]string{
		"pkg os, method (*File) Chdir() error #1\n":                       "os *File.Chdir",
		"pkg slices, func Sort[$0 ~[]$1, $1 cmp.Ordered]($0)\n":           "slices Sort",
		"pkg syscall (linux-amd64), const AF_ALG = 38\n":                  "syscall AF_ALG",
		"pkg sync/atomic, method (*Pointer[$0]) Load() *$0\n":             "sync/atomic *Pointer.Load",
		"pkg time, type Time struct, wall uint64\n":                       "time Time",
		"pkg errors, var ErrUnsupported error #41198\n":                   "errors ErrUnsupported",
		"pkg iter, type Seq[$0 interface{}] func(func($0) bool) #61897\n": "iter Seq",
		"# a comment\n": "",
	} {
		if got, _ := apiKey(line); got != want {
			t.Errorf("%s got %q, want %q", line, got, want)
		}
	}
}

func TestReadAPI(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go1.txt":    "pkg os, func Open(string) (*File, error)\n",
		"go1.17.txt": "pkg os, func Older()\n",
		"go1.21.txt": "pkg os, func Open(string) (*File, error)\npkg os, func New() #1\n",
		"go1.22.txt": "pkg os, func New() #1\npkg os, method (*File) Later() #2\n",
		"except.txt": "pkg os, func Gone()\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	since, err := readAPI(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"New": 21, "*File.Later": 22} {
		if got, ok := since.of("os", name); got != want || !ok {
			t.Errorf("%s: %d, %v, want %d", name, got, ok, want)
		}
	}
	for _, name := range []string{"Open", "Older", "Gone", "Later"} {
		if got, ok := since.of("os", name); ok {
			t.Errorf("%s: %d", name, got)
		}
	}
	if _, err := readAPI(t.TempDir()); err == nil {
		t.Error("no error without files")
	}
}

func TestLinesOfStubs(t *testing.T) {
	// Not those of GOROOT, which some distributions leave out.
	since := apiVersions{"errors Join": 20, "sync *WaitGroup.Go": 25, "sync/atomic *Pointer.Load": 19, "os Open": 0}
	for _, p := range platforms {
		std, err := loadStd(build.Default.GOROOT, p)
		if err != nil {
			t.Fatal(err)
		}
		sources := stubSources(std, since)
		for path, line := range map[string]string{
			"errors":      "func Join(errs ...error) error //go1.20",
			"sync":        "func (wg *WaitGroup) Go(f func()) //go1.25",
			"sync/atomic": "func (x *Pointer[T]) Load() *T //go1.19",
			"os":          "func Open(name string) (*File, error)",
			"io":          "type Reader interface{Read(p []byte) (n int, err error)}",
			"time":        "type Month int",
			"unicode":     `const MaxRune = '\U0010ffff'`,
		} {
			if !slices.Contains(strings.Split(sources[path], "\n"), line) {
				t.Errorf("%s, %s: no line %q", path, p, line)
			}
		}
	}
}

func TestIndexIsReadBack(t *testing.T) {
	linux, windows := platforms[0], platforms[2]
	sources := map[platform]map[string]string{}
	for _, p := range platforms {
		sources[p] = map[string]string{"same": "package same\n", "other": "package other\n"}
	}
	sources[linux]["other"] = "package other\n\nconst X = 1\n"
	delete(sources[windows], "other")
	entries := merge(sources)

	var index bytes.Buffer
	if err := writeIndex(&index, "go1.99", entries); err != nil {
		t.Fatal(err)
	}
	header, blobs, _ := strings.Cut(index.String(), "\n\n")
	lines := strings.Split(header, "\n")
	if got := strings.Join(lines[:2], "|"); got != "gomend-std-index 1|go1.99" {
		t.Error(got)
	}
	var read []entry
	for _, line := range lines[2:] {
		var e entry
		var offset, length, raw int
		if _, err := fmt.Sscan(strings.ReplaceAll(line, "\t", " "), &e.path, &e.platforms, &offset, &length, &raw); err != nil {
			t.Fatal(err)
		}
		source, err := io.ReadAll(flate.NewReader(strings.NewReader(blobs[offset : offset+length])))
		if err != nil {
			t.Fatal(err)
		}
		if len(source) != raw {
			t.Errorf("%s: %d bytes, want %d", e.path, len(source), raw)
		}
		e.source = string(source)
		read = append(read, e)
	}
	if !slices.Equal(read, entries) {
		t.Errorf("got %v, want %v", read, entries)
	}
	if got := []string{entries[0].platforms, entries[1].platforms, entries[2].platforms}; !slices.Equal(got, []string{"darwin/amd64", "linux/amd64", "*"}) {
		t.Error(got)
	}
}
