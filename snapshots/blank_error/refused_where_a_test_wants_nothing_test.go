package cases

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNothing(t *testing.T) {
	text, _ := os.ReadFile("a")
	assert.Empty(t, text)
	n, _ := strconv.Atoi("one")
	assert.Equal(t, 0, n)
	m, err := strconv.Atoi("1")
	if err != nil {
		t.Fatal(err)
	}
	assert.Equal(t, 1, m)
}
