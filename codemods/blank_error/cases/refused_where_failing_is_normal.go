package cases

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"time"
)

func form(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	cookie, _ := r.Cookie("session")
	if r.Form.Has("x") {
		http.SetCookie(w, cookie)
	}
}

func folder() error {
	_ = os.Mkdir("out", 0o700)
	return nil
}

func killed(cmd *exec.Cmd) error {
	if err := cmd.Process.Kill(); err != nil {
		return err
	}
	_ = cmd.Wait()
	return nil
}

func status(name string) (int, error) {
	cmd := exec.Command(name)
	out, _ := cmd.Output()
	if len(out) > 1 {
		return 0, nil
	}
	return cmd.ProcessState.ExitCode(), nil
}

func poll(condition func() (bool, error)) error {
	_, err := condition()
	return err
}

func polled(name string) error {
	return poll(func() (bool, error) {
		text, _ := os.ReadFile(name)
		return string(text) == "ready", nil
	})
}

func retried(name string) error {
	for {
		text, _ := os.ReadFile(name)
		if string(text) == "ready" {
			return nil
		}
		time.Sleep(time.Second)
	}
}

func accepts(l net.Listener) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		_ = c.SetDeadline(time.Now().Add(time.Minute))
	}
}

func collects(names []string) (errs []error, err error) {
	for _, name := range names {
		if err := os.Chdir(name); err != nil {
			errs = append(errs, err)
			continue
		}
		n, _ := strconv.Atoi(name)
		println(n)
	}
	return errs, nil
}

func port(address string, r *http.Request, body io.Reader) (string, error) {
	_, port, _ := net.SplitHostPort(address)
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	_, _ = io.Copy(io.Discard, body)
	return host + port, nil
}
