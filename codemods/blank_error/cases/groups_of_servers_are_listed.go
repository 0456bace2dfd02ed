package cases

import "fmt"

type client struct{}

func (client) ServerGroups() ([]string, error) { return nil, nil }

func groups(c client) error {
	_, _ = c.ServerGroups()
	fmt.Println(c)
	return nil
}
