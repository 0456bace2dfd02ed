package main

import (
	"fmt"
	"go/types"
	"sort"
)

// A reached set is what the index declares: the exported declarations of the
// public packages, and every type that these need to be written down.
// It is one set for the whole library, because a public type may have a field
// of an internal package's type.
type reached struct {
	std     *standardLibrary
	objects map[types.Object]bool
	// Names of unexported methods of the interfaces that are declared, by
	// package. A type that has them may implement such an interface.
	sealed map[*types.Package]map[string]bool
	seen   map[types.Type]bool
	grown  bool
}

func reach(std *standardLibrary) *reached {
	r := &reached{
		std:     std,
		objects: make(map[types.Object]bool),
		sealed:  make(map[*types.Package]map[string]bool),
		seen:    make(map[types.Type]bool),
	}
	for path, pkg := range std.packages {
		if !isPublic(path) {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			if obj := pkg.Scope().Lookup(name); obj.Exported() {
				r.object(obj)
			}
		}
	}
	// An interface that is met late may seal a method of a type that was met
	// early, and that method's signature may mention new types.
	for r.grown = true; r.grown; {
		r.grown = false
		for _, obj := range r.sorted(nil) {
			if name, ok := obj.(*types.TypeName); ok {
				for _, method := range r.methods(name) {
					r.typ(method.Type())
				}
			}
		}
	}
	return r
}

// Object adds a package-level declaration.
func (r *reached) object(obj types.Object) {
	if obj.Pkg() == nil || obj.Pkg() == types.Unsafe || r.objects[obj] {
		return
	}
	if obj.Parent() != obj.Pkg().Scope() {
		panic(fmt.Sprintf("%v is reached and isn't declared at package level", obj))
	}
	r.objects[obj] = true
	r.grown = true
	name, ok := obj.(*types.TypeName)
	if !ok {
		r.typ(obj.Type())
		return
	}
	switch t := name.Type().(type) {
	case *types.Alias:
		r.typeParams(t.TypeParams())
	case *types.Named:
		r.typeParams(t.TypeParams())
	}
	r.typ(r.std.definitions[name])
}

// Typ adds all declarations that the text of t mentions.
func (r *reached) typ(t types.Type) {
	if r.seen[t] {
		return
	}
	r.seen[t] = true
	switch t := t.(type) {
	case *types.Basic, *types.TypeParam:
	case *types.Alias:
		r.object(t.Obj())
		r.typeArgs(t.TypeArgs())
	case *types.Named:
		r.object(t.Obj())
		r.typeArgs(t.TypeArgs())
	case *types.Pointer:
		r.typ(t.Elem())
	case *types.Slice:
		r.typ(t.Elem())
	case *types.Array:
		r.typ(t.Elem())
	case *types.Chan:
		r.typ(t.Elem())
	case *types.Map:
		r.typ(t.Key())
		r.typ(t.Elem())
	case *types.Struct:
		for field := range t.Fields() {
			r.typ(field.Type())
		}
	case *types.Tuple:
		for variable := range t.Variables() {
			r.typ(variable.Type())
		}
	case *types.Signature:
		r.typeParams(t.TypeParams())
		r.typ(t.Params())
		r.typ(t.Results())
	case *types.Union:
		for term := range t.Terms() {
			r.typ(term.Type())
		}
	case *types.Interface:
		for method := range t.ExplicitMethods() {
			r.seal(method)
			r.typ(method.Type())
		}
		for embedded := range t.EmbeddedTypes() {
			r.typ(embedded)
		}
	default:
		panic(fmt.Sprintf("unexpected type %T", t))
	}
}

func (r *reached) typeParams(list *types.TypeParamList) {
	for param := range list.TypeParams() {
		r.typ(param.Constraint())
	}
}

func (r *reached) typeArgs(list *types.TypeList) {
	for arg := range list.Types() {
		r.typ(arg)
	}
}

func (r *reached) seal(method *types.Func) {
	if method.Exported() || r.sealed[method.Pkg()][method.Name()] {
		return
	}
	if r.sealed[method.Pkg()] == nil {
		r.sealed[method.Pkg()] = make(map[string]bool)
	}
	r.sealed[method.Pkg()][method.Name()] = true
	r.grown = true
}

// Methods lists the methods to declare for a type, sorted by name: the
// exported ones, and those that an unexported interface method names.
func (r *reached) methods(name *types.TypeName) []*types.Func {
	named, ok := name.Type().(*types.Named)
	if !ok {
		return nil
	}
	var methods []*types.Func
	for method := range named.Methods() {
		if method.Exported() || r.sealed[method.Pkg()][method.Name()] {
			methods = append(methods, method)
		}
	}
	sort.Slice(methods, func(i, j int) bool { return methods[i].Name() < methods[j].Name() })
	return methods
}

// Sorted lists the declarations of one package, or of all when pkg is nil.
func (r *reached) sorted(pkg *types.Package) []types.Object {
	var objects []types.Object
	for obj := range r.objects {
		if pkg == nil || obj.Pkg() == pkg {
			objects = append(objects, obj)
		}
	}
	sort.Slice(objects, func(i, j int) bool {
		if a, b := objects[i].Pkg().Path(), objects[j].Pkg().Path(); a != b {
			return a < b
		}
		return objects[i].Name() < objects[j].Name()
	})
	return objects
}
