package cases

import (
	"io"
	"log"
	"os"
)

// dump copies each of the files to w.
func dump(w io.Writer, names []string) {
	// One handle at a time would do.
	for _, name := range names { // in order

		func() {
			// Missing files are fine.
			f, err := os.Open(name)
			if err != nil {
				log.Print(err)
				return // the next one
			}
			defer f.Close() // a read handle

			if _, err := io.Copy(w, f); err != nil {
				log.Print(err)
			}
			// Nothing else to do.
		}()
	} // all of them
}
