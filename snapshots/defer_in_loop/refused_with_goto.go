package cases

import (
	"fmt"
	"os"
)

func jump(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			goto done
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
done:
	fmt.Println("done")
}
