package cases

import (
	"bufio"
	"fmt"
	"os"
)

func grep(names []string, skip map[string]bool) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				return
			}
			defer f.Close()
			lines := bufio.NewScanner(f)
			for lines.Scan() {
				if skip[lines.Text()] {
					continue
				}
				switch lines.Text() {
				case "":
					break
				case "--":
					return
				}
				fmt.Println(lines.Text())
			}
			func() {
				for i := range 3 {
					if i == 1 {
						continue
					}
					fmt.Println(i)
				}
			}()
		}()
	}
}
