package cases

import (
	"fmt"
	"os"
)

type shelf struct {
	books []string
}

func (s *shelf) visit(titles []string, logged bool) {
	for _, title := range titles {
		func() {
			out := os.Stdout
			if logged {
				f, err := os.Create(title)
				if err != nil {
					return
				}
				defer f.Close()
				out = f
			}
			s.books = append(s.books, title)
			fmt.Fprintln(out, title)
		}()
	}
}
