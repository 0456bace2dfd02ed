package cases

import (
	"log"
	"os"

	"go.uber.org/zap"
)

var plog = log.New(os.Stderr, "", 0)

func logs() {
	_ = os.Chdir("/")
}

func sugar(plog *zap.SugaredLogger) {
	_ = os.Chdir("/")
}
