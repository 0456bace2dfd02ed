package cases

import (
	"log"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRequire(t *testing.T) {
	n, err := strconv.Atoi("1")
	require.NoError(t, err)
	require.NoError(t, os.Chdir("/")) // and behind
	err = os.Chdir(strconv.Itoa(2 * n))
	require.NoError(t, err)
	_, err = strconv.Atoi("2")
	require.NoError(t, err)
	require.NoError(t, exec.Command(
		"true",
	).Run())
	m, err := strconv.Atoi("3")
	require.NoError(t, err)
	if m > 2 {
		require.Equal(t, 1, n)
	}
	go func() {
		if err := os.Chdir("/"); err != nil {
			log.Println(err)
		}
	}()
}

func TestShadowed(t *testing.T) {
	require := n(1)
	if err := os.Chdir("/"); err != nil {
		t.Fatal(err)
	}
	_ = require
}

type n int
