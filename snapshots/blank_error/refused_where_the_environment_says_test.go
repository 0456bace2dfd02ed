package cases

import (
	"os"
	"strconv"
	"testing"
)

func TestVerbose(t *testing.T) {
	if verbose, _ := strconv.ParseBool(os.Getenv("VERBOSE")); verbose {
		t.Log("verbose")
	}
	n, err := strconv.Atoi(map[string]string{"n": "1"}["n"])
	if err != nil {
		t.Fatal(err)
	}
	println(n)
}
