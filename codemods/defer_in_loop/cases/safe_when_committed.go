package cases

import "database/sql"

// A transaction that is committed where it was begun holds nothing for others.
func insertAll(db *sql.DB, names []string) error {
	for _, name := range names {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.Exec("INSERT INTO names VALUES ($1)", name); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
