package cases

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

type filesSuite struct {
	suite.Suite
	name string
}

func (s *filesSuite) TestSize() {
	n, _ := strconv.Atoi(s.name)
	_ = os.Remove(s.name)
	defer func() { _ = os.Chdir("/") }()
	go func() {
		_ = os.Chdir(s.name)
	}()
	println(n)
}

func TestAssertions(t *testing.T) {
	require := require.New(t)
	n, _ := strconv.Atoi("1")
	_ = os.Chdir("/")
	println(n)
	require.NoError(nil)
}

func prepared(s *filesSuite) int {
	defer func() { _ = os.Chdir("/") }()
	n, _ := strconv.Atoi(s.name)
	return n
}
