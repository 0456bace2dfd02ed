package cases

import "os"

type result struct {
	config []byte
	failed bool
}

func build(name string) (*result, error) {
	r := &result{}
	_, err := os.Stat(name)
	r.config, _ = os.ReadFile(name)
	if err != nil {
		r.failed = true
		return r, nil
	}
	return r, nil
}
