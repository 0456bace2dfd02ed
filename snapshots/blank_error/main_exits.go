package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	text, _ := os.ReadFile("config")
	fmt.Println(string(text))
}

func init() {
	text, _ := os.ReadFile("config")
	fmt.Println(string(text))
}
