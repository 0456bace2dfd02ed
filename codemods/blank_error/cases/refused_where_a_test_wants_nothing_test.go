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
	m, _ := strconv.Atoi("1")
	assert.Equal(t, 1, m)
}
