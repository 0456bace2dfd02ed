package main

import (
	"log"
	"os"
)

func main() {
	if err := os.Chdir("/"); err != nil {
		log.Fatal(err)
	}
}
