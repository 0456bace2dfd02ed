package main

import "os"

func main() {
	_ = os.Chdir("/")
}
