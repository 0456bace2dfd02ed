package cases

import "fmt"

type client struct{}

func (client) ServerGroups() ([]string, error) { return nil, nil }

func groups(c client) error {
	if _, err := c.ServerGroups(); err != nil {
		return err
	}
	fmt.Println(c)
	return nil
}
