//go:build go1.21

package cases

import "fmt"

type file struct {
	name string
	tags [2]string
}

func (f *file) Close() error { return nil }
func (f file) Name() string  { return f.name }

type entry struct{ file *file }

func addresses(files []file, byName map[string]*file, use func(*file)) (all []*file, entries []entry, tags []*string) {
	for _, f := range files {
		f := f
		all = append(all, &f)
		byName[f.name] = &f
		go func() { fmt.Println(f.name) }()
	}
	for _, f := range files {
		if f.name != "" {
			f := f
			entries = append(entries, entry{file: &f})
		}
	}
	for _, f := range files {
		f := f
		tags = append(tags, &f.tags[0])
	}
	for _, f := range files {
		f := f
		defer f.Close()
		go use(&f)
	}
	for _, f := range files {
		defer f.Name()
		use(&f)
	}
	for _, f := range all {
		defer f.Close()
		tags = append(tags, &f.tags[1])
	}
	return all, entries, tags
}
