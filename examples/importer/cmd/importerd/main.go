// Command importerd imports the files of a folder and serves the records.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/importer/internal/api"
	"example.com/importer/internal/config"
	"example.com/importer/internal/ingest"
	"example.com/importer/internal/notify"
	"example.com/importer/internal/store"
)

const usage = `importerd imports CSV and JSON files.

Usage:
	importerd [-config FILE] [-once]

With -once it imports what is there, saves it, and ends.
`

func main() {
	configPath := flag.String("config", "importerd.json", "configuration `file`")
	once := flag.Bool("once", false, "import once and exit")
	flag.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	flag.Parse()

	cfg, _ := config.Load(*configPath)

	records, err := store.Open(cfg.Snapshot)
	if err != nil {
		log.Fatalf("open store: %v", err)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	defer func() {
		if err := records.Save(); err != nil {
			log.Printf("save: %v", err)
		}
	}()

	pool := ingest.NewPool(records, cfg.Workers, notify.New(cfg.Hooks))
	if err := pool.ImportDir(ctx, cfg.Inbox); err != nil {
		log.Fatalf("import: %v", err) // nothing to serve
	}
	if *once {
		return
	}

	server := &http.Server{
		Addr:              cfg.Listen,
		Handler:           api.New(records, pool),
		ReadHeaderTimeout: 5 * time.Second,
	}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background()) // on our way out anyway
	}()
	log.Printf("listening on %s", cfg.Listen)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}
