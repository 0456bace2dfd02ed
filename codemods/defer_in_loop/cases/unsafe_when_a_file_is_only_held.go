package cases

import (
	"net"
	"os"
)

func touch(names []string) error {
	for _, name := range names {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
	}
	return nil
}

// occupy holds ports.
func occupy(addresses []string, run func()) error {
	for _, address := range addresses {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		defer l.Close()
	}
	run()
	return nil
}
