package cases

import (
	"os"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/log"
)

func logs() {
	log.Error().Msg("a")
	_ = os.Chdir("/")
}

func value(l zerolog.Logger) {
	_ = os.Chdir("/")
}
