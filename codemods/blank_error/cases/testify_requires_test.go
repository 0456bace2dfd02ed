package cases

import (
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRequire(t *testing.T) {
	n, _ := strconv.Atoi("1")
	_ = os.Chdir("/") // and behind
	_ = os.Chdir(strconv.Itoa(2 * n))
	_, _ = strconv.Atoi("2")
	_ = exec.Command(
		"true",
	).Run()
	if m, _ := strconv.Atoi("3"); m > 2 {
		require.Equal(t, 1, n)
	}
	go func() {
		_ = os.Chdir("/")
	}()
}

func TestShadowed(t *testing.T) {
	require := n(1)
	_ = os.Chdir("/")
	_ = require
}

type n int
