package cases

import "iter"

// pages is gone through.
type pages interface {
	Next() bool
	Page() []byte
	Close() error
}

type book interface {
	Pages(title string) (pages, error)
}

// The bytes may be the pages' own, which are used again.
func copies(b book, titles []string) (all [][]byte) {
	for _, title := range titles {
		p, err := b.Pages(title)
		if err != nil {
			return nil
		}
		defer p.Close()
		for p.Next() {
			all = append(all, p.Page())
		}
	}
	return all
}

// tree's nodes are memory of its own.
type tree interface {
	Next() bool
	Root() *node
	Close() error
}

type node struct {
	name string
	kids []*node
}

type forest interface {
	Tree(name string) (tree, error)
}

func roots(f forest, names []string) (all []*node) {
	for _, name := range names {
		t, err := f.Tree(name)
		if err != nil {
			return nil
		}
		defer t.Close()
		for t.Next() {
			all = append(all, t.Root())
		}
	}
	return all
}

type row struct{ key, value []byte }

// cursor may put memory of its own wherever it's told to.
type cursor interface {
	Next() bool
	Row(to *row) error
	Column(to ...*[]byte) error
	Fill(into destination) error
	Many(to []*row) int
	Last() *last
	Values() iter.Seq[[]byte]
	Close() error
}

type destination struct{ row *row }

// last has more than plain data.
type last struct {
	done  chan struct{}
	value []byte
}

type database interface {
	Cursor(table string) (cursor, error)
	Bound(table string, to *row) (cursor, error)
	WithFirst(table string) (cursor, *row, error)
}

func parsed(d database, tables []string) (all []row) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		for c.Next() {
			var one row
			if err := c.Row(&one); err != nil {
				return nil
			}
			all = append(all, one)
		}
	}
	return all
}

func elsewhere(d database, tables []string, all []row) {
	for i, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return
		}
		defer c.Close()
		println(c.Row(&all[i]) == nil)
	}
}

func parts(d database, tables []string) (all []row) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		var one row
		if err := c.Column(&one.key, &one.value); err == nil {
			all = append(all, one)
		}
	}
	return all
}

func told(d database, tables []string) (all []*row) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		one := &row{}
		if err := c.Fill(destination{row: one}); err == nil {
			all = append(all, one)
		}
	}
	return all
}

func many(d database, tables []string) (all []*row) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		some := make([]*row, 10)
		count := c.Many(some)
		all = append(all, some[:count]...)
	}
	return all
}

func fields(d database, tables []string) (all [][]byte) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		for c.Next() {
			all = append(all, c.Last().value)
		}
	}
	return all
}

func ranged(d database, tables []string) (all [][]byte) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		for value := range c.Values() {
			all = append(all, value)
		}
	}
	return all
}

func byValue(d database, tables []string) (all []row) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		read := c.Row
		var one row
		if err := read(&one); err == nil {
			all = append(all, one)
		}
	}
	return all
}

// The place is told when the cursor is opened.
func bound(d database, tables []string) (all []row) {
	for _, table := range tables {
		var one row
		c, err := d.Bound(table, &one)
		if err != nil {
			return nil
		}
		defer c.Close()
		for c.Next() {
			all = append(all, one)
		}
	}
	return all
}

func beside(d database, tables []string) (all []*row) {
	for _, table := range tables {
		c, first, err := d.WithFirst(table)
		if err != nil {
			return nil
		}
		defer c.Close()
		if c.Next() {
			all = append(all, first)
		}
	}
	return all
}

// scanner keeps what its cursor has lent it.
type scanner struct {
	c       cursor
	current row
}

func (s *scanner) Scan() bool    { return s.c.Next() && s.c.Row(&s.current) == nil }
func (s *scanner) Value() []byte { return s.current.value }
func (s *scanner) Close() error  { return s.c.Close() }

func scan(d database, table string) (*scanner, error) {
	c, err := d.Cursor(table)
	if err != nil {
		return nil, err
	}
	return &scanner{c: c}, nil
}

func scanned(d database, tables []string) (all [][]byte) {
	for _, table := range tables {
		s, err := scan(d, table)
		if err != nil {
			return nil
		}
		defer s.Close()
		for s.Scan() {
			all = append(all, s.Value())
		}
	}
	return all
}

// The page is used to the end of the iteration, so the cursor is closed no sooner.
func longer(b book, titles []string) {
	var page []byte
	for _, title := range titles {
		page = nil
		p, err := b.Pages(title)
		if err != nil {
			return
		}
		defer p.Close()
		page = p.Page()
		println(title)
		println(title)
		println(title)
		println(title)
		println(title)
		println(title)
		println(len(page))
	}
}
