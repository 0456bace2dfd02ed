package cases

import (
	"errors"
	"net/url"
	"os"
)

func nexts(all []string) (int, error) {
	n := 0
	for _, one := range all {
		parsed, _ := url.Parse(one)
		f, err := os.Open(parsed.Path)
		if err != nil {
			continue
		}
		n++
		f.Close()
	}
	return n, nil
}

func firsts(all []string) (err error) {
	for _, one := range all {
		target, _ := os.Readlink(one)
		if removeErr := os.Remove(target); removeErr != nil {
			if err == nil {
				err = removeErr
			}
		}
	}
	return err
}

func each(all []string) ([]error, error) {
	errs := make([]error, len(all))
	for i, one := range all {
		target, _ := os.Readlink(one)
		errs[i] = os.Remove(target)
	}
	return errs, nil
}

func tries(name string) error {
	for range 3 {
		_ = os.Chmod(name, 0o600)
		if err := os.Remove(name); err == nil {
			return nil
		}
	}
	return errors.New("it stays")
}

func innerLoop(all [][]string) (int, error) {
	n := 0
	for _, some := range all {
		target, _ := os.Readlink(some[0])
		n += len(target)
		for _, one := range some {
			if _, err := os.Stat(one); err != nil {
				continue
			}
			n++
		}
	}
	return n, nil
}
