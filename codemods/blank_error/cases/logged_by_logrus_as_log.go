package cases

import (
	"os"

	log "github.com/sirupsen/logrus"
)

func logs() {
	log.Info()
	_ = os.Chdir("/")
}
