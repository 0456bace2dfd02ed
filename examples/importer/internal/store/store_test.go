package store

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"example.com/importer/internal/record"
)

func TestPutAndGet(t *testing.T) {
	s, _ := Open(filepath.Join(t.TempDir(), "store.json"))
	s.Put(record.Record{ID: "1", Name: "Ada"})
	s.Put(record.Record{ID: "1", Name: "Ada Lovelace"})
	if rec, ok := s.Get("1"); !ok || rec.Name != "Ada Lovelace" {
		t.Errorf("got %+v, %v", rec, ok)
	}
	if _, ok := s.Get("2"); ok {
		t.Error("found what isn't there")
	}
}

func TestSaveAndOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.json")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"b", "a", "c"} {
		s.Put(record.Record{ID: id})
	}
	_ = s.Save()

	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	all := again.All()
	if len(all) != 3 || all[0].ID != "a" || all[2].ID != "c" || again.Len() != 3 {
		t.Errorf("got %v", all)
	}
}

func TestConcurrentPuts(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "store.json"))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := 0; i < 50; i++ {
		i := i
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Put(record.Record{ID: fmt.Sprint(i)})
		}()
	}
	wg.Wait()
	if s.Len() != 50 {
		t.Errorf("%d records", s.Len())
	}
}
