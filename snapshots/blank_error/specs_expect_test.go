package cases

import (
	"os"
	"strconv"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("sizes", func() {
	var size int
	text, _ := os.ReadFile("x")

	BeforeEach(func() {
		var err error
		size, err = strconv.Atoi(string(text))
		Expect(err).NotTo(HaveOccurred())
	})

	It("knows them", func() {
		n, err := strconv.Atoi("1")
		Expect(err).NotTo(HaveOccurred())
		Expect(os.Chdir("/")).NotTo(HaveOccurred())
		func() { Expect(os.Chdir("/tmp")).NotTo(HaveOccurred()) }()
		go func() { _ = os.Chdir("/tmp") }()
		Expect(size + n).To(BeZero())
	})
})
