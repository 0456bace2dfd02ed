package cases

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
)

type row struct {
	name  string
	value []byte
}

// cursor may use its memory again once it's closed.
type cursor interface {
	io.Reader
	Next() bool
	Row(to *row) error
	Value() []byte
	Close() error
}

type database interface {
	Cursor(table string) (cursor, error)
}

// What is put into the row stays in the iteration, but for a text.
func names(d database, tables []string) (all []string) {
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
			all = append(all, one.name, string(one.value))
		}
	}
	return all
}

func clones(d database, tables []string) (all [][]byte) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil
		}
		for c.Next() {
			all = append(all, bytes.Clone(c.Value()), append([]byte(nil), c.Value()...))
		}
		c.Close()
	}
	return all
}

func collected(d database, tables []string, to *bytes.Buffer) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return
		}
		for c.Next() {
			to.Write(c.Value())
		}
		c.Close()
	}
}

// What the standard library gives it has read.
func read(d database, tables []string) (all [][]byte, rows []row) {
	for _, table := range tables {
		c, err := d.Cursor(table)
		if err != nil {
			return nil, nil
		}
		defer c.Close()
		line, err := bufio.NewReader(c).ReadBytes('\n')
		if err != nil {
			return nil, nil
		}
		var one, other row
		if json.NewDecoder(c).Decode(&one) != nil || json.Unmarshal(c.Value(), &other) != nil {
			return nil, nil
		}
		block := make([]byte, 512)
		n, err := c.Read(block)
		if err != nil {
			return nil, nil
		}
		all = append(all, line, block[:n])
		rows = append(rows, one, other)
	}
	return all, rows
}

func headers(urls []string) (all []http.Header) {
	for _, url := range urls {
		response, err := http.Get(url)
		if err != nil {
			return nil
		}
		defer response.Body.Close()
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			return nil
		}
		all = append(all, response.Header)
	}
	return all
}

// Of what isn't sql.RawBytes rows give copies.
func scanned(db *sql.DB, queries []string) (all [][]byte) {
	for _, query := range queries {
		rows, err := db.Query(query)
		if err != nil {
			return nil
		}
		defer rows.Close()
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				return nil
			}
			all = append(all, b)
		}
	}
	return all
}
