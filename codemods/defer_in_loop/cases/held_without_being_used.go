package cases

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
)

func prepare(name string) (cleanup func()) {
	dir := os.TempDir() + "/" + name
	fmt.Println("prepare", dir)
	return func() { os.RemoveAll(dir) }
}

// run needs the directory as long as the iteration lasts, though it never says so.
func run(names []string) {
	for _, name := range names {
		cleanup := prepare(name)
		defer cleanup()
		fmt.Println("a", name)
		fmt.Println("b", name)
		fmt.Println("c", name)
		fmt.Println("d", name)
	}
}

// serve makes the server known by another way than its variable.
func serve(handlers []http.Handler, visit func()) {
	for _, handler := range handlers {
		server := httptest.NewServer(handler)
		defer server.Close()
		os.Setenv("SERVER", server.URL)
		visit()
		visit()
		visit()
		visit()
	}
}
