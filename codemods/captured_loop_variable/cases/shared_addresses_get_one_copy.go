//go:build go1.21

package cases

type node struct{ next *node }

func (n *node) link(to *node) { n.next = to }

func shared(nodes []node, keep *[]*node) {
	for _, n := range nodes {
		for range nodes {
			*keep = append(*keep, &n)
		}
	}
	for _, n := range nodes {
		if n.next == nil {
			*keep = append(*keep, &n)
		}
		n.link(nil)
	}
	for _, n := range nodes {
		first := &n
		*keep = append(*keep, first, &n)
	}
	for n := (node{}); n.next == nil; n = *n.next {
		*keep = append(*keep, &n)
	}
}
