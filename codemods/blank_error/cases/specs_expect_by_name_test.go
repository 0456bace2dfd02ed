package cases

import (
	"os"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"
)

var _ = ginkgo.It("changes", func() {
	_ = os.Chdir("/")
	gomega.Expect(1).NotTo(gomega.BeZero())
})
