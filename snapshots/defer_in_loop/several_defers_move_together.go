package cases

import (
	"compress/gzip"
	"io"
	"log"
	"os"
)

func unpack(w io.Writer, names []string) {
	for _, name := range names {
		func() {
			f, err := os.Open(name)
			if err != nil {
				log.Print(err)
				return
			}
			defer f.Close()
			z, err := gzip.NewReader(f)
			if err != nil {
				log.Print(err)
				return
			}
			defer func() {
				if err := z.Close(); err != nil {
					log.Print(err)
				}
			}()
			if _, err := io.Copy(w, z); err != nil {
				log.Print(err)
			}
		}()
	}
}
