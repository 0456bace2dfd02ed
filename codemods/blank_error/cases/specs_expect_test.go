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
		size, _ = strconv.Atoi(string(text))
	})

	It("knows them", func() {
		n, _ := strconv.Atoi("1")
		_ = os.Chdir("/")
		func() { _ = os.Chdir("/tmp") }()
		go func() { _ = os.Chdir("/tmp") }()
		Expect(size + n).To(BeZero())
	})
})
