// Package ingest reads the files of a folder into a store.
package ingest

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"example.com/importer/internal/notify"
	"example.com/importer/internal/record"
	"example.com/importer/internal/store"
)

// ErrEmpty is returned for a folder without files to import.
var ErrEmpty = errors.New("nothing to import")

// A Pool imports files with a fixed number of workers.
type Pool struct {
	store    *store.Store
	workers  int
	notifier *notify.Notifier

	mu   sync.Mutex
	last notify.Summary
}

// NewPool returns a pool of that many workers, of one at least.
func NewPool(s *store.Store, workers int, n *notify.Notifier) *Pool {
	if workers < 1 {
		workers = 1
	}
	return &Pool{store: s, workers: workers, notifier: n}
}

// Last is the summary of the import that ended last.
func (p *Pool) Last() notify.Summary {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

// ImportDir imports every file of the folder that has a known format.
func (p *Pool) ImportDir(ctx context.Context, dir string) error {
	start := time.Now()
	defer log.Printf("%s imported in %s", dir, time.Since(start))

	var paths []string
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		for _, entry := range entries {
			if known(entry.Name()) {
				paths = append(paths, filepath.Join(dir, entry.Name()))
			}
		}
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: %w", dir, ErrEmpty)
	}

	jobs := make(chan string)
	results := make(chan result)
	var wg sync.WaitGroup
	for i := 0; i < p.workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for path := range jobs {
				n, err := p.importFile(path)
				if err != nil {
					log.Printf("worker %d: %s: %v", i, path, err)
				}
				results <- result{n, err}
			}
		}()
		log.Printf("worker %d started", i)
	}
	go func() {
		defer close(jobs)
		for _, path := range paths {
			select {
			case jobs <- path:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		wg.Wait()
		close(results)
	}()

	summary := collect(results)
	p.mu.Lock()
	p.last = summary
	p.mu.Unlock()
	p.notifier.Send(ctx, summary)
	return ctx.Err()
}

type result struct {
	records int
	err     error
}

func collect(results <-chan result) notify.Summary {
	var summary notify.Summary
	for r := range results {
		if r.err != nil {
			summary.Failed++
			continue
		}
		summary.Files++
		summary.Records += r.records
	}
	return summary
}

func (p *Pool) importFile(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	records, err := decode(path, f)
	if err != nil {
		return 0, err
	}
	for _, rec := range records {
		p.store.Put(rec)
	}
	return len(records), nil
}

func known(name string) bool {
	name = strings.TrimSuffix(name, ".gz")
	return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".json")
}

func decode(path string, r io.Reader) ([]record.Record, error) {
	if strings.HasSuffix(strings.TrimSuffix(path, ".gz"), ".json") {
		return record.ReadJSON(r)
	}
	return record.ReadCSV(r)
}

// Count tells how many records some files hold, compressed or not, without
// storing them. Files that aren't there any more don't count.
func Count(paths []string) (int, error) {
	total := 0
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			log.Printf("count: %v", err)
			continue
		}
		defer f.Close()

		var r io.Reader = f
		if strings.HasSuffix(path, ".gz") {
			zr, err := gzip.NewReader(f)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", path, err)
			}
			defer zr.Close()
			r = zr
		}
		records, err := decode(path, r)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		total += len(records)
	}
	return total, nil
}

// Report writes a paragraph about each file.
func Report(w io.Writer, paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()

		info, _ := f.Stat() // for its size only
		records, err := decode(path, f)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		_, err = fmt.Fprintf(w, `%s:
	%d bytes
	%d records

`, filepath.Base(path), info.Size(), len(records))
		if err != nil {
			return err
		}
	}
	return nil
}

// Find returns the first file that holds a record with this ID.
func Find(paths []string, id string) (string, error) {
	found := ""
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		records, err := decode(path, f)
		if err != nil {
			return "", err
		}
		if contains(records, id) {
			found = path
			break // the first is enough
		}
	}
	if found == "" {
		return "", fmt.Errorf("record %s: %w", id, os.ErrNotExist)
	}
	return found, nil
}

func contains(records []record.Record, id string) bool {
	for _, rec := range records {
		if rec.ID == id {
			return true
		}
	}
	return false
}

// Concat writes the files one after the other. All are opened before the
// first byte is written, so that a missing one leaves no half result.
func Concat(w io.Writer, paths []string) (int64, error) {
	var parts []io.Reader
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		parts = append(parts, f)
	}
	return io.Copy(w, io.MultiReader(parts...))
}

// Spool copies uploads to temporary files, imports these, and removes them.
func (p *Pool) Spool(uploads map[string]io.Reader) (int, error) {
	dir, err := os.MkdirTemp("", "importer")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)

	total := 0
	for name, upload := range uploads {
		path := filepath.Join(dir, filepath.Base(name))
		n, err := spool(path, upload)
		if err != nil {
			return total, err
		}
		// Tell when all of them are in.
		defer func() {
			log.Printf("%s: %d bytes spooled", name, n)
		}()
		imported, err := p.importFile(path)
		if err != nil {
			return total, fmt.Errorf("%s: %w", name, err)
		}
		total += imported
	}
	return total, nil
}

func spool(path string, r io.Reader) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(f, r)
	if err != nil {
		_ = f.Close() // the copy's error says more
		return n, err
	}
	return n, f.Close()
}
