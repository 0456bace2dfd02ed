package cases

import (
	"database/sql"
	"errors"
	"os"
	"strconv"
	"testing"
	"time"
)

func waitForResult(f func() (bool, error)) error {
	_, err := f()
	return err
}

func asked(name string) error {
	return waitForResult(func() (bool, error) {
		text, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		return len(text) > 3, nil
	})
}

func TestRounds(t *testing.T) {
	for i := range 3 {
		time.Sleep(time.Millisecond)
		if err := os.Chdir(strconv.Itoa(i)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDeadline(t *testing.T) {
	done := make(chan int)
	for range 3 {
		select {
		case <-time.After(time.Second):
			t.Fatal("timed out")
		case <-done:
		}
		if err := os.Chdir("/"); err != nil {
			t.Fatal(err)
		}
	}
}

func rolledBack(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(""); err != nil {
		if rollbackErr := tx.Rollback(); rollbackErr != nil {
			err = errors.Join(err, rollbackErr)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		return err
	}
	return nil
}
