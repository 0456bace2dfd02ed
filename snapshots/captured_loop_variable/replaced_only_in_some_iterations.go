//go:build go1.21

package cases

type option struct {
	name   string
	chosen bool
}

func choose(options []option, use func(option)) (found *option, run func()) {
	for _, o := range options {
		if o.chosen {
			o := o
			found = &o
		}
	}
	for _, o := range options {
		if !o.chosen {
			continue
		}
		o := o
		run = func() { use(o) }
	}
	for i := range options {
		switch {
		case options[i].chosen:
			i := i
			run = func() { use(options[i]) }
		}
	}
	// The loop ends here, or each iteration replaces what the one before made.
	for _, o := range options {
		if o.chosen {
			found = &o
			break
		}
	}
	for _, o := range options {
		run = func() { use(o) }
		found = &o
		if o.chosen {
			break
		}
	}
	return found, run
}
