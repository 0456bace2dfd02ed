// Package echo stands in for the real one: what cases use of it, and no more.
package echo

type Context interface {
	Bind(i any) error
	JSON(code int, i any) error
	Param(name string) string
}
