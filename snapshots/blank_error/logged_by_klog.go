package cases

import (
	"os"

	"k8s.io/klog/v2"
)

func logs() {
	klog.Info()
	if err := os.Chdir("/"); err != nil {
		klog.Error(err)
	}
}
