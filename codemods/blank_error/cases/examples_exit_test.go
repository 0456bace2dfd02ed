package cases

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

func Example() {
	n, _ := strconv.Atoi("1")
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
	n, _ := strconv.Atoi("1")
	fmt.Println(n)
}

func Parse() {}

func TestParse(tt *testing.T) {
	_ = os.Chdir("/")
}
