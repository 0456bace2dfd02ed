package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Calls writes a module, asks for the types in it, and returns one line a
// call: file, source text, type.
func calls(t *testing.T, files map[string]string, r request) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	r.dir = "."
	if r.patterns == nil {
		r.patterns = []string{"./..."}
	}
	var out bytes.Buffer
	if err := run(r, &out); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		var c call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, c.File+": "+files[c.File][c.Start:c.End]+": "+c.Type)
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

const goMod = "module example.com/m\n\ngo 1.21\n"

func TestCallsConversionsAndBuiltins(t *testing.T) {
	got := calls(t, map[string]string{"go.mod": goMod, "a.go": `package m

import "os"

type T struct{}

func (T) Pair() (n int, err error) { return }
func zero()                        {}
func generic[E any](e E) []E       { return append([]E(nil), e) }

const c = min(1, 2)

var x float64 = 1 << len("a")

func f(t T) error {
	type local struct{ a byte }
	zero()
	_, _ = t.Pair()
	go zero()
	defer t.Pair()
	_ = generic(local{})
	_ = func(string) int { return 0 }("x")
	_ = interface{}(nil)
	var y float64 = max(1, 2)
	_ = (T.Pair)
	_, err := os.Open(string([]byte{byte(y)}))
	return err
}
`}, request{})
	expect(t, got,
		"a.go: append([]E(nil), e): []E",
		"a.go: []E(nil): []E",
		"a.go: min(1, 2): untyped int",
		`a.go: len("a"): int`,
		"a.go: zero(): ()",
		"a.go: t.Pair(): (int, error)",
		"a.go: zero(): ()",
		"a.go: t.Pair(): (int, error)",
		"a.go: generic(local{}): []example.com/m.local",
		`a.go: func(string) int { return 0 }("x"): int`,
		"a.go: interface{}(nil): any",
		"a.go: max(1, 2): float64",
		"a.go: os.Open(string([]byte{byte(y)})): (*os.File, error)",
		"a.go: string([]byte{byte(y)}): string",
		"a.go: byte(y): uint8",
	)
}

func TestOffsetsAreThoseOfTheBytes(t *testing.T) {
	got := calls(t, map[string]string{"go.mod": goMod,
		"a.go": "\ufeffpackage m\r\n\r\n//line other.go:100\r\nvar s = string(`a\r\nb`)\r\n\r\nvar n = len(\"\u00e4\")\r\n",
	}, request{})
	expect(t, got, "a.go: string(`a\r\nb`): string", "a.go: len(\"\u00e4\"): int")
}

func TestTypeParameterNamedLikeAPredeclaredType(t *testing.T) {
	got := calls(t, map[string]string{"go.mod": goMod, "a.go": `package m

func f[string, E any]() (s string, e E) { return f[string, E]() }
`}, request{})
	expect(t, got, "a.go: f[string, E](): (string /* type parameter */, E)")
}

func TestMainHasItsImportPath(t *testing.T) {
	got := calls(t, map[string]string{"go.mod": goMod, "cmd/x/main.go": `package main

type T int

func main() { _ = T(1) }
`}, request{})
	expect(t, got, "cmd/x/main.go: T(1): example.com/m/cmd/x.T")
}

func TestTestPackages(t *testing.T) {
	files := map[string]string{
		"go.mod": goMod,
		"a.go":   "package m\n\ntype T int\n\nvar t = T(1)\n",
		// A package that is compiled again for the tests of m.
		"b/b.go":       "package b\n\nimport \"example.com/m\"\n\nfunc New() m.T { return m.T(2) }\n",
		"a_test.go":    "package m\n\ntype InTest int\n\nfunc Export() InTest { return InTest(t) }\n",
		"b/b_test.go":  "package b\n\nvar u = New()\n",
		"x_test.go":    "package m_test\n\nimport (\n\t\"example.com/m\"\n\t\"example.com/m/b\"\n)\n\ntype X struct{}\n\nvar same = []m.T{b.New()}\nvar v = m.Export()\nvar w = X(struct{}{})\n",
		"c/c.go":       "package c\n\nvar n = len(\"\")\n",
		"c/x_test.go":  "package c_test\n\nvar n = cap([]int{})\n",
		"tagged.go":    "//go:build special\n\npackage m\n\nvar special = T(3)\n",
		"c/c_other.go": "//go:build !special\n\npackage c\n\nvar other = uint8(1)\n",
	}
	expect(t, calls(t, files, request{tests: true}),
		"a.go: T(1): example.com/m.T",
		"a_test.go: InTest(t): example.com/m.InTest",
		"b/b.go: m.T(2): example.com/m.T",
		"b/b_test.go: New(): example.com/m.T",
		"c/c.go: len(\"\"): int",
		"c/c_other.go: uint8(1): uint8",
		"c/x_test.go: cap([]int{}): int",
		"x_test.go: b.New(): example.com/m.T",
		"x_test.go: m.Export(): example.com/m.InTest",
		"x_test.go: X(struct{}{}): example.com/m_test.X",
	)
	expect(t, calls(t, files, request{tags: "special", patterns: []string{".", "./c"}}),
		"a.go: T(1): example.com/m.T",
		"c/c.go: len(\"\"): int",
		"tagged.go: T(3): example.com/m.T",
	)
}

func TestBrokenPackages(t *testing.T) {
	got := calls(t, map[string]string{
		"go.mod":    goMod,
		"bad/a.go":  "package bad\n\nimport \"example.com/m/nowhere\"\n\nvar n int = len(\"\") + \"\"\nvar m = nowhere.F()\nvar k = undefined(cap(nowhere.V))\nvar s = string(\"x\")\n",
		"cgo/a.go":  "package cgo\n\nimport \"C\"\n\nvar n = len(\"\")\n",
		"torn/a.go": "package torn\n\nvar n = len(\"\")\n\nfunc {\n",
		"good/a.go": "package good\n\nvar n = len(\"\")\n",
	}, request{})
	expect(t, got,
		"bad/a.go: len(\"\"): int",
		"bad/a.go: string(\"x\"): string",
		"good/a.go: len(\"\"): int",
	)
}

func TestVendoredDependencies(t *testing.T) {
	got := calls(t, map[string]string{
		"go.mod":                      goMod + "\nrequire example.org/dep v1.0.0\n",
		"vendor/modules.txt":          "# example.org/dep v1.0.0\n## explicit; go 1.20\nexample.org/dep\n",
		"vendor/example.org/dep/d.go": "package dep\n\ntype Alias = struct{ Name string }\n\nfunc F() (Alias, error) { return Alias{}, nil }\n",
		"a.go":                        "package m\n\nimport d \"example.org/dep\"\n\nvar v, err = d.F()\n",
	}, request{})
	expect(t, got, "a.go: d.F(): (struct{Name string}, error)")
}
