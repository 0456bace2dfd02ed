// Package gin stands in for the real one: what cases use of it, and no more.
package gin

import "net/http"

type Context struct {
	Request *http.Request
	Writer  http.ResponseWriter
}

type Error struct{ Err error }

func (e *Error) Error() string { return e.Err.Error() }

func (c *Context) AbortWithError(code int, err error) *Error { return &Error{err} }

func (c *Context) AbortWithStatus(code int) {}

func (c *Context) BindJSON(obj any) error { return nil }

func (c *Context) ShouldBindJSON(obj any) error { return nil }

func (c *Context) JSON(code int, obj any) {}

func (c *Context) Param(key string) string { return "" }

func (c *Context) Error(err error) *Error { return &Error{err} }
