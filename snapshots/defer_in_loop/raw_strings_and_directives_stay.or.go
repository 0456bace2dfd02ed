package cases

import (
	"fmt"
	"os"
)

func render(names []string) {
	for _, name := range names {
		out, err := os.Create(name)
		if err != nil {
			continue
		}
		fmt.Fprintf(out, `head %s
	indented by hand
not indented
`, name)
		/*
		   A comment of
		   several lines.
		*/
//line render.tmpl:7
		fmt.Fprintln(out, "x", // first
			`y
z`) // last
		out.Close()
	}
}
