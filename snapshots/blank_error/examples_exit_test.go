package cases

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"testing"
)

func Example() {
	n, err := strconv.Atoi("1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n)
	// Output: 1
}

func ExampleParse_deferred() {
	defer fmt.Println("done")
	n, _ := strconv.Atoi("1")
	fmt.Println(n)
	// Output: 1
	// done
}

func Examplelike() {
	n, err := strconv.Atoi("1")
	if err != nil {
		panic(err)
	}
	fmt.Println(n)
}

func Parse() {}

func TestParse(tt *testing.T) {
	if err := os.Chdir("/"); err != nil {
		tt.Fatal(err)
	}
}
