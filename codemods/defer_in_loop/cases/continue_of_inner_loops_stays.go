package cases

import (
	"bufio"
	"fmt"
	"os"
)

func grep(names []string, skip map[string]bool) {
files:
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue files
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
				continue files
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
	}
}
