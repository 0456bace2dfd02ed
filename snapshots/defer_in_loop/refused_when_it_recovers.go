package cases

import (
	"log"
	"os"
)

func guarded(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
			f.Close()
		}()
		log.Print(f.Name())
	}
}

// drain is deferred itself: its recover stops a panic only while it stands in drain.
func drain(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		log.Print(recover())
	}
}
