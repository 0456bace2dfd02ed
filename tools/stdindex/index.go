package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"sort"
	"strings"
)

// An entry is one stub and the platforms on which the package looks like that.
type entry struct {
	path      string
	platforms string // comma separated, or "*" for all
	source    string
}

// Merge stores equal stubs of one package once, sorted by path and platforms.
func merge(sources map[platform]map[string]string) []entry {
	where := make(map[entry][]string)
	for _, p := range platforms {
		for path, source := range sources[p] {
			key := entry{path: path, source: source}
			where[key] = append(where[key], p.String())
		}
	}
	var entries []entry
	for e, on := range where {
		e.platforms = strings.Join(on, ",")
		if len(on) == len(platforms) {
			e.platforms = "*"
		}
		entries = append(entries, e)
	}
	sort.Slice(entries, func(i, j int) bool {
		if entries[i].path != entries[j].path {
			return entries[i].path < entries[j].path
		}
		return entries[i].platforms < entries[j].platforms
	})
	return entries
}

// WriteIndex writes the file that gomend reads: header lines, an empty line,
// and the stubs, each compressed by itself so that one can be read alone.
// Offsets count from the first byte after the empty line.
func writeIndex(out io.Writer, version string, entries []entry) error {
	var header, blobs bytes.Buffer
	fmt.Fprintf(&header, "gomend-std-index 1\n%s\n", version)
	for _, e := range entries {
		offset := blobs.Len()
		compressor, err := flate.NewWriter(&blobs, flate.BestCompression)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(compressor, e.source); err != nil {
			return err
		}
		if err := compressor.Close(); err != nil {
			return err
		}
		fmt.Fprintf(&header, "%s\t%s\t%d\t%d\t%d\n", e.path, e.platforms, offset, blobs.Len()-offset, len(e.source))
	}
	header.WriteByte('\n')
	if _, err := header.WriteTo(out); err != nil {
		return err
	}
	_, err := blobs.WriteTo(out)
	return err
}
