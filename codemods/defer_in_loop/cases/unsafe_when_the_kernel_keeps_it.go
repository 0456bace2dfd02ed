//go:build linux

package cases

import "syscall"

// Files that are waited for, and ends of what was connected, are the kernel's as long as they're open.
func waited(poll int, names []string) error {
	for _, name := range names {
		fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			return err
		}
		defer syscall.Close(fd)
		event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: 1}
		if err := syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
			return err
		}
	}
	_, err := syscall.EpollWait(poll, make([]syscall.EpollEvent, 1), -1)
	return err
}

func connected(to syscall.Sockaddr, n int, count func() int) int {
	for range n {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
		if err != nil {
			return 0
		}
		defer syscall.Close(fd)
		if err := syscall.Connect(fd, to); err != nil {
			return 0
		}
	}
	return count()
}
