package cases

import (
	"log"
	"os"
	"strconv"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("sizes", func() {
	var size int
	text, err := os.ReadFile("x")
	if err != nil {
		panic(err)
	}

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
		go func() {
			if err := os.Chdir("/tmp"); err != nil {
				log.Println(err)
			}
		}()
		Expect(size + n).To(BeZero())
	})
})
