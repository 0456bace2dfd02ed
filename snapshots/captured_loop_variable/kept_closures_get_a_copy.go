//go:build go1.21

package cases

import (
	"net/http"
	"time"
)

type task struct {
	name string
	run  func()
}

func keep(names []string, use func(string), queue chan func()) (tasks []task, byName map[string]func()) {
	byName = map[string]func(){}
	for i, name := range names {
		name := name
		tasks = append(tasks, task{name, func() { use(name) }})
		i := i
		byName[name] = func() { use(names[i]) }
		time.AfterFunc(time.Second, func() { use(name) })
		switch {
		case i > 0:
			queue <- func() { use(name) }
		}
	}
	for _, name := range names {
		name := name
		http.HandleFunc(name, func(w http.ResponseWriter, r *http.Request) {
			use(name)
		})
	}
	return tasks, byName
}
