package cases

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
)

func locksBelow(mutex *sync.Mutex, all []int) (int, error) {
	mutex.Lock()
	all = append(all, 1)
	mutex.Unlock()
	dir, _ := os.Readlink("a")
	for range all {
		mutex.Lock()
		all = append(all, len(dir))
		mutex.Unlock()
	}
	return len(all), nil
}

func startsBelow(cmd *exec.Cmd) (err error) {
	in, _ := cmd.StdinPipe()
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		err = cmd.Wait()
	}()
	_, err = in.Write(nil)
	return err
}

func startedAbove(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	in, _ := cmd.StdinPipe()
	fmt.Println(in)
	return cmd.Wait()
}

type staged struct{ done bool }

func (s *staged) Commit(all []func() error) error {
	for _, f := range all {
		_ = f()
	}
	s.done = true
	fmt.Println(s)
	return nil
}

func succeedsInBetween(all []string) (string, error) {
	for _, name := range all {
		if name == "" {
			continue
		}
		text, _ := os.ReadFile(name)
		for _, found := range all {
			return found + string(text), nil
		}
		return "", fmt.Errorf("nothing in %s", name)
	}
	return "", nil
}
