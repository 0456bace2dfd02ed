package main

import (
	"bytes"
	"fmt"
	"go/constant"
	"go/types"
	"math/big"
	"path"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// StubSources writes the declarations of every package that is reached, by
// import path.
func stubSources(std *standardLibrary, since apiVersions) map[string]string {
	r := reach(std)
	packages := make(map[*types.Package]bool)
	for obj := range r.objects {
		packages[obj.Pkg()] = true
	}
	// A public package that exports nothing (`time/tzdata`) can be imported.
	for path, pkg := range std.packages {
		if isPublic(path) {
			packages[pkg] = true
		}
	}
	sources := make(map[string]string)
	for pkg := range packages {
		sources[pkg.Path()] = stub(r, pkg, since)
	}
	return sources
}

// Stub writes one package as Go source: imports, then constants, variables,
// types with their methods, and functions, one declaration a line.
func stub(r *reached, pkg *types.Package, since apiVersions) string {
	s := &stubWriter{
		reached: r,
		pkg:     pkg,
		objects: r.sorted(pkg),
		since:   since,
		names:   make(map[*types.Package]string),
	}
	// Once to find out which packages are imported, and once more with the
	// names that these get.
	s.declarations()
	s.nameImports()
	s.out.Reset()
	fmt.Fprintf(&s.out, "package %s\n\n", pkg.Name())
	s.imports()
	s.declarations()
	return s.out.String()
}

type stubWriter struct {
	*reached
	pkg     *types.Package
	objects []types.Object
	since   apiVersions
	names   map[*types.Package]string
	out     bytes.Buffer
}

func (s *stubWriter) qualifier(pkg *types.Package) string {
	if pkg == s.pkg {
		return ""
	}
	name, ok := s.names[pkg]
	if !ok {
		name = pkg.Name()
		s.names[pkg] = name
	}
	return name
}

// NameImports gives every imported package a name that no other import and no
// declaration of this package has.
func (s *stubWriter) nameImports() {
	taken := make(map[string]bool)
	for _, obj := range s.objects {
		taken[obj.Name()] = true
	}
	for _, imported := range s.importedPackages() {
		name := imported.Name()
		for n := 2; taken[name] || types.Universe.Lookup(name) != nil; n++ {
			name = fmt.Sprintf("%s%d", imported.Name(), n)
		}
		taken[name] = true
		s.names[imported] = name
	}
}

func (s *stubWriter) importedPackages() []*types.Package {
	var list []*types.Package
	for pkg := range s.names {
		list = append(list, pkg)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Path() < list[j].Path() })
	return list
}

func (s *stubWriter) imports() {
	for _, imported := range s.importedPackages() {
		name := s.names[imported]
		// The name is written wherever the path doesn't show it.
		if name == path.Base(imported.Path()) {
			fmt.Fprintf(&s.out, "import %q\n", imported.Path())
		} else {
			fmt.Fprintf(&s.out, "import %s %q\n", name, imported.Path())
		}
	}
	if len(s.names) > 0 {
		s.out.WriteByte('\n')
	}
}

func (s *stubWriter) declarations() {
	for _, obj := range s.objects {
		if obj, ok := obj.(*types.Const); ok {
			s.constant(obj)
		}
	}
	for _, obj := range s.objects {
		if obj, ok := obj.(*types.Var); ok {
			s.line(obj.Name(), "var %s %s", obj.Name(), s.text(obj.Type()))
		}
	}
	for _, obj := range s.objects {
		if obj, ok := obj.(*types.TypeName); ok {
			s.typeName(obj)
		}
	}
	for _, obj := range s.objects {
		if obj, ok := obj.(*types.Func); ok {
			s.line(obj.Name(), "func %s%s", obj.Name(), s.signature(obj))
		}
	}
}

// Line writes one declaration, and behind it the Go version that brought it.
func (s *stubWriter) line(apiName, format string, args ...any) {
	fmt.Fprintf(&s.out, format, args...)
	if version, ok := s.since.of(s.pkg.Path(), apiName); ok {
		fmt.Fprintf(&s.out, " //go1.%d", version)
	}
	s.out.WriteByte('\n')
}

func (s *stubWriter) text(t types.Type) string {
	return types.TypeString(t, s.qualifier)
}

func (s *stubWriter) signature(f *types.Func) string {
	var text bytes.Buffer
	types.WriteSignature(&text, f.Signature(), s.qualifier)
	return text.String()
}

func (s *stubWriter) typeName(obj *types.TypeName) {
	definition := s.text(s.std.definitions[obj])
	if alias, ok := obj.Type().(*types.Alias); ok {
		s.line(obj.Name(), "type %s%s = %s", obj.Name(), s.typeParams(alias.TypeParams()), definition)
		return
	}
	named := obj.Type().(*types.Named)
	s.line(obj.Name(), "type %s%s %s", obj.Name(), s.typeParams(named.TypeParams()), definition)
	for _, method := range s.methods(obj) {
		s.method(obj, method)
	}
}

func (s *stubWriter) typeParams(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var params []string
	for param := range list.TypeParams() {
		params = append(params, param.Obj().Name()+" "+s.text(param.Constraint()))
	}
	return "[" + strings.Join(params, ", ") + "]"
}

func (s *stubWriter) method(obj *types.TypeName, method *types.Func) {
	receiver := method.Signature().Recv()
	star, base := "", receiver.Type()
	if pointer, ok := types.Unalias(base).(*types.Pointer); ok {
		star = "*"
		base = pointer.Elem()
	}
	params := ""
	if list := method.Signature().RecvTypeParams(); list.Len() > 0 {
		var names []string
		for param := range list.TypeParams() {
			names = append(names, param.Obj().Name())
		}
		params = "[" + strings.Join(names, ", ") + "]"
	}
	name := receiver.Name()
	if name != "" {
		name += " "
	}
	s.line(star+obj.Name()+"."+method.Name(), "func (%s%s%s%s) %s%s",
		name, star, obj.Name(), params, method.Name(), s.signature(method))
}

// Constant writes a constant so that a reader gets the same value, the same
// type, and, where it is untyped, the same kind.
func (s *stubWriter) constant(obj *types.Const) {
	basic, ok := obj.Type().(*types.Basic)
	if !ok || basic.Info()&types.IsUntyped == 0 {
		s.line(obj.Name(), "const %s %s = %s", obj.Name(), s.text(obj.Type()), literal(obj.Val(), obj.Type()))
		return
	}
	s.line(obj.Name(), "const %s = %s", obj.Name(), literal(obj.Val(), basic))
}

func literal(value constant.Value, t types.Type) string {
	basic := t.Underlying().(*types.Basic)
	switch info := basic.Info(); {
	case info&types.IsBoolean != 0:
		return strconv.FormatBool(constant.BoolVal(value))
	case info&types.IsString != 0:
		return strconv.Quote(constant.StringVal(value))
	case basic.Kind() == types.UntypedRune:
		return runeLiteral(constant.ToInt(value))
	case info&types.IsInteger != 0:
		return constant.ToInt(value).ExactString()
	case info&types.IsFloat != 0:
		return floatLiteral(constant.ToFloat(value))
	case info&types.IsComplex != 0:
		return floatLiteral(constant.Real(value)) + " + " + floatLiteral(constant.Imag(value)) + "i"
	}
	panic(fmt.Sprintf("a constant of type %v", t))
}

func runeLiteral(value constant.Value) string {
	n, exact := constant.Int64Val(value)
	if exact && n >= 0 && n <= utf8.MaxRune && utf8.ValidRune(rune(n)) {
		return strconv.QuoteRuneToASCII(rune(n))
	}
	// No literal has this value; the sum is an untyped rune as well.
	return value.ExactString() + ` + '\x00'`
}

// FloatLiteral writes a decimal number: the exact value where it is short,
// and otherwise 60 digits, twice as many as any float type tells apart.
func floatLiteral(value constant.Value) string {
	text := ""
	switch exact := constant.Val(value).(type) {
	case int64:
		text = strconv.FormatInt(exact, 10)
	case *big.Int:
		text = new(big.Float).SetPrec(512).SetInt(exact).Text('g', 60)
	case *big.Rat:
		text = new(big.Float).SetPrec(512).SetRat(exact).Text('g', 60)
	case *big.Float:
		text = exact.Text('g', 60)
	}
	mantissa, exponent, hasExponent := strings.Cut(text, "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(mantissa, "0")
		if strings.HasSuffix(mantissa, ".") {
			mantissa += "0"
		}
	} else if !hasExponent {
		mantissa += ".0"
	}
	if hasExponent {
		return mantissa + "e" + exponent
	}
	return mantissa
}
