package cases

import (
	"errors"
	"io"
	"os"

	"go.uber.org/zap"
)

type stats struct{ all []error }

func (s *stats) Error(err error) error {
	s.all = append(s.all, err)
	return err
}

func counts(s *stats, w *io.PipeWriter, log *zap.Logger) error {
	_ = s.Error(io.EOF)
	_ = s.Error(errors.New("none"))
	if err := s.Error(nil); err != nil {
		return err
	}
	_ = log.Sync()
	return nil
}

func isThere(name string) (bool, error) {
	f, _ := os.Open(name)
	return f != nil, nil
}
