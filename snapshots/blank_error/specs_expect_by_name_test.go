package cases

import (
	"os"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"
)

var _ = ginkgo.It("changes", func() {
	gomega.Expect(os.Chdir("/")).NotTo(gomega.HaveOccurred())
	gomega.Expect(1).NotTo(gomega.BeZero())
})
