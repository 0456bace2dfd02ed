// Package gomega stands in for the real one: what cases use of it, and no more.
package gomega

type Assertion struct{}

type Matcher struct{}

func (Assertion) NotTo(matcher Matcher) bool { return true }

func (Assertion) To(matcher Matcher) bool { return true }

func Expect(actual any, extra ...any) Assertion { return Assertion{} }

func HaveOccurred() Matcher { return Matcher{} }

func BeZero() Matcher { return Matcher{} }
