package cases

import "os"

type chdir struct{}

func (chdir) Name() string { return "chdir" }
func (chdir) Do() error    { _ = os.Chdir("a"); return nil }

func (chdir) Undo() error {
	if err := os.Chdir("b"); err != nil {
		return err
	}
	return nil
}

func widestOfAll(a string) error { _ = os.Chdir(a); return nil }
func narrow() string             { return "" }

func alone(a string) error {
	if err := os.Chdir(a); err != nil {
		return err
	}
	return nil
}

var byName = map[string]func() error{
	"a":   func() error { _ = os.Chdir("a"); return nil },
	"abc": func() error { _ = os.Chdir("b"); return nil },
}

var sameWidth = map[string]func() error{
	"a": func() error {
		if err := os.Chdir("a"); err != nil {
			return err
		}
		return nil
	},
	"b": func() error {
		if err := os.Chdir("b"); err != nil {
			return err
		}
		return nil
	},
}
