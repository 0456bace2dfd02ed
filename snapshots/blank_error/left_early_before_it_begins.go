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
	dir, err := os.Readlink("a")
	if err != nil {
		return 0, err
	}
	for range all {
		mutex.Lock()
		all = append(all, len(dir))
		mutex.Unlock()
	}
	return len(all), nil
}

func startsBelow(cmd *exec.Cmd) (err error) {
	in, stdinErr := cmd.StdinPipe()
	if stdinErr != nil {
		return stdinErr
	}
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
		if err := f(); err != nil {
			return err
		}
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
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		for _, found := range all {
			return found + string(text), nil
		}
		return "", fmt.Errorf("nothing in %s", name)
	}
	return "", nil
}
