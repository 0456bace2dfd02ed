package cases

func new22(names []string, use func(string)) {
	for _, name := range names {
		go func() { use(name) }()
	}
}
