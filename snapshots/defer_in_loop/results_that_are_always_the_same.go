package cases

import (
	"bufio"
	"net"
	"os"
)

// dial returns a connection, and nil or false beside it wherever it returns.
func dial(addresses []string) (net.Conn, []string, error) {
	for _, address := range addresses {
		if values, done, err := func() ([]string, bool, error) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				return nil, false, nil
			}
			defer conn.Close()
			greeting, err := bufio.NewReader(conn).ReadString('\n')
			if err != nil {
				return nil, true, err
			}
			if greeting == "hello\n" {
				return []string{
					address,
					greeting,
				}, true, nil
			}
			return nil, false, nil
		}(); done {
			return nil, values, err
		}
	}
	return nil, nil, os.ErrNotExist
}

// size has an error that is always nil and a value that is called the same wherever it's returned.
func size(names []string) (total int, empty []string, _ error) {
	for _, name := range names {
		if total, done := func() (int, bool) {
			f, err := os.Open(name)
			if err != nil {
				return 0, false
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return 0, true
			}
			count := int(info.Size())
			if count > 10 {
				return count, true
			}
			return 0, false
		}(); done {
			return total, nil, nil
		}
	}
	return 0, nil, nil
}

// first has its values called by their types.
func first(names []string) (*os.File, os.FileInfo, int64, error) {
	for _, name := range names {
		info, n, done, stop, err := func() (os.FileInfo, int64, bool, bool, error) {
			f, err := os.Open(name)
			if err != nil {
				return nil, 1, true, false, err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return nil, 0, false, true, nil
			}
			if info.Size() > 0 {
				return info, info.Size(), true, false, nil
			}
			return nil, 0, false, false, nil
		}()
		if done {
			return nil, info, n, err
		}
		if stop {
			break
		}
	}
	return nil, nil, 0, nil
}

// lines wraps its results over lines.
func lines(names []string) (string, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return "",
				err
		}
		defer f.Close()
		if _, err := f.Stat(); err != nil {
			return "", // nothing
				err
		}
	}
	return "", nil
}

// sum returns what it has, and that needn't be carried: it's the function's own.
func sum(names []string) (int64, []string, error) {
	var all int64
	var seen []string
	for _, name := range names {
		if err := func() error {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			all += info.Size()
			seen = append(seen, name)
			return nil
		}(); err != nil {
			return all, seen, err
		}
	}
	return all, seen, nil
}

// shared has a counter that others know.
func shared(names []string) (int, error) {
	n := 0
	count := func() { n++ }
	for _, name := range names {
		if n, done, err := func() (int, bool, error) {
			f, err := os.Open(name)
			if err != nil {
				return n, true, err
			}
			defer f.Close()
			count()
			if name = f.Name(); name == "" {
				n := 7
				return n, true, os.ErrInvalid
			}
			return 0, false, nil
		}(); done {
			return n, err
		}
	}
	return n, nil
}
