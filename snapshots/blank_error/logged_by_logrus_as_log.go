package cases

import (
	"os"

	log "github.com/sirupsen/logrus"
)

func logs() {
	log.Info()
	if err := os.Chdir("/"); err != nil {
		log.WithError(err).Error("chdir failed")
	}
}
