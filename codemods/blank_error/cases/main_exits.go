package main

import (
	"fmt"
	"os"
)

func main() {
	dir, _ := os.MkdirTemp("", "x")
	defer os.RemoveAll(dir)
	text, _ := os.ReadFile("config")
	fmt.Println(string(text))
}

func init() {
	text, _ := os.ReadFile("config")
	fmt.Println(string(text))
}
