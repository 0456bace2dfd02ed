package cases

import (
	"os"

	"k8s.io/klog/v2"
)

func logs() {
	klog.Info()
	_ = os.Chdir("/")
}
