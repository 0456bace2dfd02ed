package cases

import (
	"fmt"
	"os"
)

func first(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			break
		}
		fmt.Println(f.Name())
		f.Close()
	}
}

func until(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		switch fmt.Sprint(f.Name()) {
		case "end":
			return
		case "":
			continue
		default:
			break
		}
		fmt.Println(f.Name())
	}
	fmt.Println("all")
}

func valid(names []string) bool {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return false
		}
		defer f.Close()
		if _, err := f.Stat(); err != nil {
			return false
		}
	}
	return true
}

func rows(names [][]string) (n int) {
rows:
	for _, row := range names {
		for _, name := range row {
			f, err := os.Open(name)
			if err != nil {
				continue rows
			}
			println(f.Name())
			f.Close()
			n++
		}
	}
	return n
}

func wait(names chan string, stop chan bool) {
loop:
	for {
		select {
		case <-stop:
			break loop
		case name := <-names:
			f, err := os.Open(name)
			if err != nil {
				continue loop
			}
			defer f.Close()
			fmt.Println(f.Name())
		}
	}
}
