package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/importer/internal/notify"
	"example.com/importer/internal/store"
)

const (
	people = "id,name,amount,date\n1,Ada,1.00,2024-01-02\n2,Grace,2.00,2024-01-03\n"
	more   = `[{"id": "3", "name": "Edsger"}]`
)

func newPool(t *testing.T) (*Pool, *store.Store) {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "store.json"))
	if err != nil {
		t.Fatal(err)
	}
	return NewPool(s, 3, notify.New(nil)), s
}

func inbox(t *testing.T, files map[string]string) (string, []string) {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for name, text := range files {
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		_, _ = f.WriteString(text)
		paths = append(paths, path)
	}
	return dir, paths
}

func TestImportDir(t *testing.T) {
	pool, s := newPool(t)
	dir, _ := inbox(t, map[string]string{
		"people.csv": people,
		"more.json":  more,
		"bad.json":   "{",
		"notes.txt":  "not for us",
	})
	if err := pool.ImportDir(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	if want := (notify.Summary{Files: 2, Records: 3, Failed: 1}); pool.Last() != want {
		t.Errorf("got %+v", pool.Last())
	}
	if rec, ok := s.Get("2"); !ok || rec.Name != "Grace" {
		t.Errorf("got %+v, %v", rec, ok)
	}
}

func TestImportDirEmpty(t *testing.T) {
	pool, _ := newPool(t)
	if err := pool.ImportDir(context.Background(), t.TempDir()); !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v", err)
	}
}

func TestCount(t *testing.T) {
	var packed bytes.Buffer
	zw := gzip.NewWriter(&packed)
	_, _ = io.WriteString(zw, more)
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	_, paths := inbox(t, map[string]string{"people.csv": people, "more.json.gz": packed.String()})
	n, err := Count(append(paths, "absent.csv"))
	if err != nil || n != 3 {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestReport(t *testing.T) {
	_, paths := inbox(t, map[string]string{"more.json": more})
	var out strings.Builder
	if err := Report(&out, paths); err != nil {
		t.Fatal(err)
	}
	const want = `more.json:
	31 bytes
	1 records

`
	if out.String() != want {
		t.Errorf("got %q", out.String())
	}
}

func TestFind(t *testing.T) {
	_, paths := inbox(t, map[string]string{"people.csv": people, "more.json": more})
	path, err := Find(paths, "3")
	if err != nil || filepath.Base(path) != "more.json" {
		t.Errorf("got %s, %v", path, err)
	}
	if _, err := Find(paths, "4"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestConcat(t *testing.T) {
	_, paths := inbox(t, map[string]string{"people.csv": people, "more.json": more})
	var out bytes.Buffer
	n, err := Concat(&out, paths)
	if err != nil || n != int64(len(people)+len(more)) {
		t.Errorf("got %d, %v", n, err)
	}
	out.Reset()
	if _, err := Concat(&out, append(paths, "absent.csv")); err == nil || out.Len() > 0 {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}

func TestSpool(t *testing.T) {
	pool, s := newPool(t)
	n, err := pool.Spool(map[string]io.Reader{
		"people.csv": strings.NewReader(people),
		"more.json":  strings.NewReader(more),
	})
	if err != nil || n != 3 || s.Len() != 3 {
		t.Errorf("got %d, %v, %d in the store", n, err, s.Len())
	}
}
