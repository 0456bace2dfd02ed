package cases

import "strconv"

func sends(c chan<- int, s string) error {
	n, _ := strconv.Atoi(s)
	c <- n
	return nil
}

func semaphore(slots chan struct{}, s string) (int, error) {
	slots <- struct{}{}
	n, _ := strconv.Atoi(s)
	<-slots
	return n, nil
}

func receives(s string) (int, error) {
	c := make(chan int)
	go func() { c <- 1 }()
	n, _ := strconv.Atoi(s)
	return n + <-c, nil
}

func ranges(s string) (int, error) {
	c := make(chan int)
	go func() { defer close(c); c <- 1 }()
	n, _ := strconv.Atoi(s)
	for m := range c {
		n += m
	}
	return n, nil
}
