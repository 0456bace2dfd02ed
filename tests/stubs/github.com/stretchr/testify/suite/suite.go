// Package suite stands in for the real one: what cases use of it, and no more.
package suite

import (
	"testing"

	"github.com/stretchr/testify/require"
)

type Suite struct{ t *testing.T }

func (s *Suite) T() *testing.T { return s.t }

func (s *Suite) Require() *require.Assertions { return require.New(s.t) }
