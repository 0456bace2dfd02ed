package cases

import (
	"log"
	"os"

	"go.uber.org/zap"
)

var plog = log.New(os.Stderr, "", 0)

func logs() {
	if err := os.Chdir("/"); err != nil {
		plog.Println(err)
	}
}

func sugar(plog *zap.SugaredLogger) {
	if err := os.Chdir("/"); err != nil {
		plog.Errorw("chdir failed", "error", err)
	}
}
