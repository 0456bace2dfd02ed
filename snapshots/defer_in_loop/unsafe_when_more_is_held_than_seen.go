package cases

import (
	"context"
	"database/sql"
	"io"
	"log"
	"os"
	"time"
)

// The bytes are the rows' own.
func raw(db *sql.DB, queries []string) (all []sql.RawBytes) {
	for _, query := range queries {
		if done := func() bool {
			rows, err := db.Query(query)
			if err != nil {
				return true
			}
			defer rows.Close()
			for rows.Next() {
				var b sql.RawBytes
				if err := rows.Scan(&b); err != nil {
					return true
				}
				all = append(all, b)
			}
			return false
		}(); done {
			return nil
		}
	}
	return all
}

// What is written through an interface may be such bytes.
func through(db *sql.DB, queries []string, to ...any) error {
	for _, query := range queries {
		if err := func() error {
			rows, err := db.Query(query)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				if err := rows.Scan(to...); err != nil {
					return err
				}
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

// A lock ends with its session.
func locked(ctx context.Context, db *sql.DB, keys []int) error {
	for _, key := range keys {
		if err := func() error {
			c, err := db.Conn(ctx)
			if err != nil {
				return err
			}
			defer c.Close()
			if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", key); err != nil {
				return err
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

// And with its transaction.
func chosen(db *sql.DB, keys []int) error {
	for _, key := range keys {
		if err := func() error {
			tx, err := db.Begin()
			if err != nil {
				return err
			}
			defer tx.Rollback()
			if _, err := tx.Exec("SELECT 1 FROM t WHERE k = $1 FOR UPDATE", key); err != nil {
				return err
			}
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

var seen []io.Reader

// sink remembers what it was given.
type sink struct{}

func (sink) Write(b []byte) (int, error) { return len(b), nil }

func (sink) ReadFrom(r io.Reader) (int64, error) {
	seen = append(seen, r)
	return 0, nil
}

// The standard library calls it.
func sunk(to sink, names []string) {
	for _, name := range names {
		if done := func() bool {
			f, err := os.Open(name)
			if err != nil {
				return true
			}
			defer f.Close()
			io.Copy(to, f)
			return false
		}(); done {
			return
		}
	}
}

// What is always said is said sooner.
func said(names []string) {
	for _, name := range names {
		if done := func() bool {
			f, err := os.Open(name)
			if err != nil {
				return true
			}
			defer func() {
				f.Close()
				log.Print("closed ", name)
			}()
			io.Copy(io.Discard, f)
			return false
		}(); done {
			return
		}
	}
}

// service goes on by itself.
type service interface {
	Start(ctx context.Context) error
}

func started(all []service) {
	for _, s := range all {
		if done := func() bool {
			ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
			defer cancel()
			if err := s.Start(ctx); err != nil {
				return true
			}
			return false
		}(); done {
			return
		}
	}
}

// folder is known to others by its name.
type folder struct{ path string }

func makeFolder() (*folder, error) {
	path, err := os.MkdirTemp("", "folder")
	return &folder{path}, err
}

func (f *folder) Close() { os.RemoveAll(f.path) }

func folders(n int) (all []string) {
	for range n {
		if done := func() bool {
			f, err := makeFolder()
			if err != nil {
				return true
			}
			defer f.Close()
			all = append(all, f.path)
			println(f.path)
			return false
		}(); done {
			return nil
		}
	}
	return all
}
