package cases

import (
	"bufio"
	"net"
	"os"
)

// dial returns a connection, and nil or false beside it wherever it returns.
func dial(addresses []string) (net.Conn, []string, error) {
	for _, address := range addresses {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			continue
		}
		defer conn.Close()
		greeting, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil {
			return nil, nil, err
		}
		if greeting == "hello\n" {
			return nil, []string{
				address,
				greeting,
			}, nil
		}
	}
	return nil, nil, os.ErrNotExist
}

// size has an error that is always nil and a value that is called the same wherever it's returned.
func size(names []string) (total int, empty []string, _ error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return 0, nil, nil
		}
		count := int(info.Size())
		if count > 10 {
			return count, nil, nil
		}
	}
	return 0, nil, nil
}

// first has its values called by their types.
func first(names []string) (*os.File, os.FileInfo, int64, error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, nil, 1, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			break
		}
		if info.Size() > 0 {
			return nil, info, info.Size(), nil
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
		f, err := os.Open(name)
		if err != nil {
			return all, seen, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return all, seen, err
		}
		all += info.Size()
		seen = append(seen, name)
	}
	return all, seen, nil
}

// shared has a counter that others know.
func shared(names []string) (int, error) {
	n := 0
	count := func() { n++ }
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return n, err
		}
		defer f.Close()
		count()
		if name = f.Name(); name == "" {
			n := 7
			return n, os.ErrInvalid
		}
	}
	return n, nil
}
