package cases

import "context"

// permit is somebody's.
type permit interface {
	Acquire(ctx context.Context) error
	TryLock() bool
	RLock() error
	Read(b []byte) (int, error)
	Close() error
}

type permits interface {
	Permit(name string) (permit, error)
}

// What is acquired or locked is held until the release, whoever's method it is.
func acquired(ctx context.Context, all permits, names []string, work func()) error {
	for _, name := range names {
		if err := func() error {
			p, err := all.Permit(name)
			if err != nil {
				return err
			}
			defer p.Close()
			if err := p.Acquire(ctx); err != nil {
				return err
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	work()
	return nil
}

func tried(all permits, names []string, work func()) {
	for _, name := range names {
		if done := func() bool {
			p, err := all.Permit(name)
			if err != nil {
				return true
			}
			defer p.Close()
			if !p.TryLock() {
				return true
			}
			return false
		}(); done {
			return
		}
	}
	work()
}

func lockedForReading(all permits, names []string, work func()) error {
	for _, name := range names {
		if err := func() error {
			p, err := all.Permit(name)
			if err != nil {
				return err
			}
			defer p.Close()
			if err := p.RLock(); err != nil {
				return err
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	work()
	return nil
}
