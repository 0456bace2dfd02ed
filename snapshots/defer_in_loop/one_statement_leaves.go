package cases

import (
	"fmt"
	"os"
)

func first(names []string) {
	for _, name := range names {
		if stop := func() bool {
			f, err := os.Open(name)
			if err != nil {
				return true
			}
			defer f.Close()
			fmt.Println(f.Name())
			return false
		}(); stop {
			break
		}
	}
}

func until(names []string) {
	for _, name := range names {
		if done := func() bool {
			f, err := os.Open(name)
			if err != nil {
				return true
			}
			defer f.Close()
			switch fmt.Sprint(f.Name()) {
			case "end":
				return true
			case "":
				return false
			default:
				break
			}
			fmt.Println(f.Name())
			return false
		}(); done {
			return
		}
	}
	fmt.Println("all")
}

func valid(names []string) bool {
	for _, name := range names {
		if done := func() bool {
			f, err := os.Open(name)
			if err != nil {
				return true
			}
			defer f.Close()
			if _, err := f.Stat(); err != nil {
				return true
			}
			return false
		}(); done {
			return false
		}
	}
	return true
}

func rows(names [][]string) (n int) {
rows:
	for _, row := range names {
		for _, name := range row {
			if next := func() bool {
				f, err := os.Open(name)
				if err != nil {
					return true
				}
				defer f.Close()
				println(f.Name())
				n++
				return false
			}(); next {
				continue rows
			}
		}
	}
	return n
}

func wait(names chan string, stop chan bool) {
	for {
		if leave := func() bool {
			select {
			case <-stop:
				return true
			case name := <-names:
				f, err := os.Open(name)
				if err != nil {
					return false
				}
				defer f.Close()
				fmt.Println(f.Name())
			}
			return false
		}(); leave {
			break
		}
	}
}
