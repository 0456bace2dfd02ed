package cases

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// longest could as well close each file when it's read: nothing leaves before.
func longest(names []string) (string, error) {
	all := ""
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}

		data, err := io.ReadAll(f)
		f.Close() // a read handle
		if err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
		text := strings.TrimSpace(string(data))
		if len(text) > len(all) {
			all = text
		}
	}
	return all, nil
}

// sum holds the lock to the end of each iteration.
func sum(mu *sync.Mutex, numbers []int) (total int) {
	for _, number := range numbers {
		mu.Lock()
		total += number
		mu.Unlock()
	}
	return total
}

// sized doesn't need the file any more where it is put off.
func sized(names []string) (all int64) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		size, err := io.Copy(io.Discard, f)
		f.Close()
		if err == nil {
			all += size
			fmt.Println(name, size)
		}
	}
	return all
}

// ask has a wait of its own for each question.
func ask(questions []string, answer func(context.Context, string) string) {
	for _, question := range questions {

		ctx, cancel := context.WithTimeout(context.Background(), time.Second)

		select {
		case <-ctx.Done():
		default:
			fmt.Println(question)
		}
		cancel()
		fmt.Println("next")
	}
}
