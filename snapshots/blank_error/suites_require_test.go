package cases

import (
	"log"
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
	n, err := strconv.Atoi(s.name)
	s.Require().NoError(err)
	_ = os.Remove(s.name)
	defer func() {
		if err := os.Chdir("/"); err != nil {
			s.T().Error(err)
		}
	}()
	go func() {
		if err := os.Chdir(s.name); err != nil {
			log.Println(err)
		}
	}()
	println(n)
}

func TestAssertions(t *testing.T) {
	require := require.New(t)
	n, err := strconv.Atoi("1")
	require.NoError(err)
	require.NoError(os.Chdir("/"))
	println(n)
	require.NoError(nil)
}

func prepared(s *filesSuite) int {
	defer func() {
		if err := os.Chdir("/"); err != nil {
			s.T().Error(err)
		}
	}()
	n, err := strconv.Atoi(s.name)
	s.Require().NoError(err)
	return n
}
