package main

import (
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// TypeText writes a type as gomend does, which is as types.TypeString does
// with full package paths, but with aliases resolved, without the names of
// parameters and results, and with `any` for every empty interface literal.
// It returns false for a type that is or contains an invalid one, and for
// those that no expression has.
func typeText(t types.Type) (string, bool) {
	w := writer{ok: true}
	if tuple, isTuple := t.(*types.Tuple); isTuple {
		w.tuple(tuple, false)
	} else {
		w.typ(t)
	}
	return w.out.String(), w.ok
}

type writer struct {
	out strings.Builder
	ok  bool
}

func (w *writer) text(s string) {
	w.out.WriteString(s)
}

func (w *writer) typ(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		w.basic(t)
	case *types.Array:
		w.text("[" + strconv.FormatInt(t.Len(), 10) + "]")
		w.typ(t.Elem())
	case *types.Slice:
		w.text("[]")
		w.typ(t.Elem())
	case *types.Struct:
		w.structure(t)
	case *types.Pointer:
		w.text("*")
		w.typ(t.Elem())
	case *types.Signature:
		w.text("func")
		w.signature(t)
	case *types.Interface:
		w.interfaceLiteral(t)
	case *types.Map:
		w.text("map[")
		w.typ(t.Key())
		w.text("]")
		w.typ(t.Elem())
	case *types.Chan:
		w.channel(t)
	case *types.Named:
		w.named(t)
	case *types.TypeParam:
		w.text(t.Obj().Name())
		// So that it isn't taken for the predeclared type.
		if types.Universe.Lookup(t.Obj().Name()) != nil {
			w.text(" /* type parameter */")
		}
	default:
		w.ok = false
	}
}

func (w *writer) basic(t *types.Basic) {
	switch t.Kind() {
	case types.Invalid:
		w.ok = false
	case types.UnsafePointer:
		w.text("unsafe.Pointer")
	default:
		// Byte and rune have kinds and no names of their own here.
		w.text(types.Typ[t.Kind()].Name())
	}
}

func (w *writer) structure(t *types.Struct) {
	w.text("struct{")
	for i := range t.NumFields() {
		if i > 0 {
			w.text("; ")
		}
		if field := t.Field(i); field.Embedded() {
			w.typ(field.Type())
		} else {
			w.text(field.Name() + " ")
			w.typ(field.Type())
		}
		if tag := t.Tag(i); tag != "" {
			w.text(" " + strconv.Quote(tag))
		}
	}
	w.text("}")
}

func (w *writer) interfaceLiteral(t *types.Interface) {
	if t.Empty() {
		w.text("any")
		return
	}
	var methods []*types.Func
	for method := range t.ExplicitMethods() {
		methods = append(methods, method)
	}
	sort.SliceStable(methods, func(i, j int) bool {
		a, b := methods[i], methods[j]
		if a.Exported() != b.Exported() {
			return a.Exported()
		}
		return a.Name() < b.Name()
	})
	w.text("interface{")
	separator := ""
	for _, method := range methods {
		w.text(separator + method.Name())
		w.signature(method.Signature())
		separator = "; "
	}
	for embedded := range t.EmbeddedTypes() {
		w.text(separator)
		w.typ(embedded)
		separator = "; "
	}
	w.text("}")
}

func (w *writer) channel(t *types.Chan) {
	switch t.Dir() {
	case types.SendOnly:
		w.text("chan<- ")
	case types.RecvOnly:
		w.text("<-chan ")
	default:
		w.text("chan ")
		// `chan <-chan T` would be a `chan<- chan T`.
		if inner, ok := types.Unalias(t.Elem()).(*types.Chan); ok && inner.Dir() == types.RecvOnly {
			w.text("(")
			w.typ(inner)
			w.text(")")
			return
		}
	}
	w.typ(t.Elem())
}

func (w *writer) named(t *types.Named) {
	if pkg := t.Obj().Pkg(); pkg != nil {
		w.text(pkg.Path() + ".")
	}
	w.text(t.Obj().Name())
	if t.TypeArgs().Len() == 0 {
		// A generic type that isn't instantiated is the type of nothing.
		w.ok = w.ok && t.TypeParams().Len() == 0
		return
	}
	w.text("[")
	for i := range t.TypeArgs().Len() {
		if i > 0 {
			w.text(", ")
		}
		w.typ(t.TypeArgs().At(i))
	}
	w.text("]")
}

func (w *writer) signature(t *types.Signature) {
	if t.TypeParams().Len() > 0 {
		w.ok = false
		return
	}
	w.tuple(t.Params(), t.Variadic())
	switch results := t.Results(); results.Len() {
	case 0:
	case 1:
		w.text(" ")
		w.typ(results.At(0).Type())
	default:
		w.text(" ")
		w.tuple(results, false)
	}
}

func (w *writer) tuple(t *types.Tuple, variadic bool) {
	w.text("(")
	for i := range t.Len() {
		if i > 0 {
			w.text(", ")
		}
		param := t.At(i).Type()
		if variadic && i == t.Len()-1 {
			slice, ok := types.Unalias(param).(*types.Slice)
			if !ok {
				// Only the `append([]byte, string...)` that go/types makes up.
				w.ok = false
				return
			}
			w.text("...")
			param = slice.Elem()
		}
		w.typ(param)
	}
	w.text(")")
}
