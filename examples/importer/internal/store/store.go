// Package store keeps records in memory and saves them to one file.
package store

import (
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"os"
	"sort"
	"sync"

	"example.com/importer/internal/record"
)

const shardCount = 8

// A Store may be used by several goroutines.
type Store struct {
	path   string
	shards [shardCount]*shard
}

type shard struct {
	mu      sync.RWMutex
	records map[string]record.Record
}

// Open reads the snapshot, if there is one.
func Open(path string) (*Store, error) {
	s := &Store{path: path}
	for i := range s.shards {
		s.shards[i] = &shard{records: make(map[string]record.Record)}
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	records, err := record.ReadJSON(f)
	_ = f.Close()
	if err != nil {
		return nil, err
	}
	for _, rec := range records {
		s.Put(rec)
	}
	return s, nil
}

func (s *Store) shard(id string) *shard {
	h := fnv.New32a()
	_, _ = io.WriteString(h, id)
	return s.shards[h.Sum32()%shardCount]
}

// Put adds a record, or replaces the one with the same ID.
func (s *Store) Put(rec record.Record) {
	sh := s.shard(rec.ID)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.records[rec.ID] = rec
}

// Get looks a record up.
func (s *Store) Get(id string) (record.Record, bool) {
	sh := s.shard(id)
	sh.mu.RLock()
	defer sh.mu.RUnlock()
	rec, ok := sh.records[id]
	return rec, ok
}

// Len counts the records.
func (s *Store) Len() int {
	total := 0
	for _, sh := range s.shards {
		sh.mu.RLock()         // writers wait
		defer sh.mu.RUnlock() // and go on
		total += len(sh.records)
	}
	return total
}

// All lists the records by ID. All shards stay locked until it returns, so
// that the list is what the store held at one moment.
func (s *Store) All() []record.Record {
	var locked []*shard
	for _, sh := range s.shards {
		sh.mu.RLock()
		defer sh.mu.RUnlock()
		locked = append(locked, sh)
	}
	var all []record.Record
	for _, sh := range locked {
		for _, rec := range sh.records {
			all = append(all, rec)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// Save writes the snapshot.
func (s *Store) Save() error {
	f, err := os.Create(s.path)
	if err != nil {
		return err
	}
	defer f.Close()

	enc := json.NewEncoder(f)
	enc.SetIndent("", "  ")
	_ = enc.Encode(s.All())
	return nil
}
