package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"
)

const declarations = `package p

import (
	"io"
	"io/fs"
	"os"
	"unsafe"
)

type (
	Embedded       interface{ E() }
	EmbeddedAlias  = Named
	Named          struct{}
	Empty          interface{}
	Pair[K, V any] struct{ k K; v V }
	PairAlias[V any] = Pair[string, V]
	Receive        = <-chan int
	Chain          = EmbeddedAlias
)

var _ fs.FileMode
var _ io.Reader
var _ os.FileMode
var _ unsafe.Pointer
`

func TestTypeText(t *testing.T) {
	for source, want := range map[string]string{
		"byte":                              "uint8",
		"[]rune":                            "[]int32",
		"error":                             "error",
		"any":                               "any",
		"interface{}":                       "any",
		"interface{any}":                    "any",
		"interface{ interface{}; Empty }":   "any",
		"Empty":                             "p.Empty",
		"map[string][]*Named":               "map[string][]*p.Named",
		"[2 + 3]int":                        "[5]int",
		"os.FileInfo":                       "io/fs.FileInfo",
		"*Chain":                            "*p.Named",
		"unsafe.Pointer":                    "unsafe.Pointer",
		"Pair[int, interface{}]":            "p.Pair[int, any]",
		"PairAlias[byte]":                   "p.Pair[string, uint8]",
		"PairAlias[PairAlias[os.FileMode]]": "p.Pair[string, p.Pair[string, io/fs.FileMode]]",
		"struct{}":                          "struct{}",
		"struct { A, b int; C string `json:\"c\"` }":           `struct{A int; b int; C string "json:\"c\""}`,
		"struct { EmbeddedAlias; *Pair[int, int]; io.Reader }": "struct{p.Named; *p.Pair[int, int]; io.Reader}",
		"struct { _ int `a\nb` }":                              `struct{_ int "a\nb"}`,
		"func()":                                               "func()",
		"func(a, b int, c ...string) (x int, err error)":       "func(int, int, ...string) (int, error)",
		"func(...byte) func() (n int)":                         "func(...uint8) func() int",
		"func(func(a int)) (fs.FileInfo)":                      "func(func(int)) io/fs.FileInfo",
		"chan int":                                             "chan int",
		"<-chan <-chan int":                                    "<-chan <-chan int",
		"chan (<-chan int)":                                    "chan (<-chan int)",
		"chan Receive":                                         "chan (<-chan int)",
		"chan<- chan int":                                      "chan<- chan int",
		"chan chan<- int":                                      "chan chan<- int",
		"interface { b(); Embedded; A(x int) error; Z(); a() (n int); io.Reader }": "interface{A(int) error; Z(); a() int; b(); p.Embedded; io.Reader}",
	} {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, "p.go", declarations+"var X "+source+"\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		config := types.Config{Importer: importer.Default()}
		pkg, err := config.Check("p", set, []*ast.File{file}, nil)
		if err != nil {
			t.Fatal(source, err)
		}
		got, ok := typeText(pkg.Scope().Lookup("X").Type())
		if got != want || !ok {
			t.Errorf("%s: %s, %v, want %s", source, got, ok, want)
		}
	}
}

func TestNoTextForInvalidTypes(t *testing.T) {
	invalid := types.Typ[types.Invalid]
	variable := types.NewVar(token.NoPos, nil, "", invalid)
	for _, bad := range []types.Type{
		invalid,
		types.NewPointer(invalid),
		types.NewTuple(variable, variable),
		types.NewMap(types.Typ[types.Int], types.NewSlice(invalid)),
		types.NewSignatureType(nil, nil, nil, types.NewTuple(variable), nil, false),
	} {
		if text, ok := typeText(bad); ok {
			t.Errorf("%v has the text %s", bad, text)
		}
	}
}

func TestTuples(t *testing.T) {
	variable := types.NewVar(token.NoPos, nil, "named", types.Universe.Lookup("error").Type())
	for want, tuple := range map[string]*types.Tuple{
		"()":             nil,
		"(error)":        types.NewTuple(variable),
		"(error, error)": types.NewTuple(variable, variable),
	} {
		if got, ok := typeText(tuple); got != want || !ok {
			t.Errorf("%s, %v, want %s", got, ok, want)
		}
	}
}
