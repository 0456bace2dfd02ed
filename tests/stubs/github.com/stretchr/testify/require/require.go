// Package require stands in for the real one: what cases use of it, and no more.
package require

type TestingT interface {
	Errorf(format string, args ...any)
	FailNow()
}

func NoError(t TestingT, err error, msgAndArgs ...any) {}

func Equal(t TestingT, expected, actual any, msgAndArgs ...any) {}

type Assertions struct{ t TestingT }

func New(t TestingT) *Assertions { return &Assertions{t} }

func (a *Assertions) NoError(err error, msgAndArgs ...any) {}
