package cases

import (
	"os"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/log"
)

func logs() {
	log.Error().Msg("a")
	if err := os.Chdir("/"); err != nil {
		log.Error().Err(err).Msg("chdir failed")
	}
}

func value(l zerolog.Logger) {
	if err := os.Chdir("/"); err != nil {
		l.Error().Err(err).Msg("chdir failed")
	}
}
