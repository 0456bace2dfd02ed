package cases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

func nested(f *os.File, name string) error {
	if err := f.Sync(); err != nil {
		if name != "" {
			if truncateErr := os.Truncate(name, 0); truncateErr != nil {
				err = errors.Join(err, truncateErr)
			}
		}
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}

func pending(a, b string) error {
	err := os.Rename(a, b)
	if chmodErr := os.Chmod(b, 0o600); chmodErr != nil {
		err = errors.Join(err, chmodErr)
	}
	return err
}

func flipped(f *os.File) error {
	err := f.Sync()
	if err == nil {
		return nil
	}
	if truncateErr := f.Truncate(0); truncateErr != nil {
		err = errors.Join(err, truncateErr)
	}
	return err
}

func waits(name string) error {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_, _ = io.Copy(os.Stdout, out)
	return cmd.Wait()
}

func cancels(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	err := s.Shutdown(ctx)
	cancel()
	return err
}

type line struct{ net.Conn }

func (l line) Close() error {
	_ = l.SetWriteDeadline(time.Now())
	return l.Conn.Close()
}

func settings(r *http.Request) (int, error) {
	debug, _ := strconv.ParseBool(os.Getenv("DEBUG"))
	since, _ := strconv.Atoi(r.FormValue("since"))
	if debug {
		return 0, nil
	}
	return since, nil
}

type schema struct{ Version int }

func load(name string) (schema, error) { return schema{}, os.ErrNotExist }

func defaults(s string) (int, error) {
	v, _ := load(s)
	if v.Version > 0 {
		return v.Version, nil
	}
	n, _ := strconv.Atoi(s)
	switch n {
	case 0:
		return 1, nil
	}
	m, _ := strconv.Atoi(s)
	if k, _ := strconv.Atoi(s); k < 1 {
		return n, nil
	}
	return max(m, 1), nil
}

func serve(t *testing.T, l net.Listener) {
	s := &http.Server{}
	go func() {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { s.Close() })
}

func FuzzLoad(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = load(s)
	})
}

func jumps(n int, s string) error {
	var x int
	if n > 0 {
		goto end
	}
	x, _ = strconv.Atoi(s)
	fmt.Println(x)
end:
	return nil
}

var _ = error(nil)

func made() error {
	_ = errors.New("kept for the docs")
	if err := (os.Chdir("/")); err != nil {
		return err
	}
	x, err := strconv.Atoi("1")
	if err != nil {
		var atoiErr error
		x, atoiErr = strconv.Atoi(err.Error())
		if atoiErr != nil {
			return atoiErr
		}
		return nil
	}
	fmt.Println(x)
	return nil
}

func transaction(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	_ = tx.Rollback()
	return tx.Commit()
}
