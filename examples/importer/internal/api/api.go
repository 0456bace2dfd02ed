// Package api serves the store over HTTP.
package api

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"

	"example.com/importer/internal/ingest"
	"example.com/importer/internal/record"
	"example.com/importer/internal/store"
)

const maxBody = 1 << 20

type server struct {
	store *store.Store
	pool  *ingest.Pool
}

// New returns the handler of the whole API:
//
//	GET  /records?limit=N   all records, or the first N
//	GET  /records/ID        one record
//	PUT  /records/ID        add or replace it
//	POST /upload            several files to import
//	GET  /status            what the last import did
func New(s *store.Store, pool *ingest.Pool) http.Handler {
	srv := &server{store: s, pool: pool}
	mux := http.NewServeMux()
	mux.HandleFunc("/records", srv.list)
	mux.HandleFunc("/records/", srv.record)
	mux.HandleFunc("/upload", srv.upload)
	mux.HandleFunc("/status", srv.status)
	return mux
}

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	all := s.store.All()
	if text := r.FormValue("limit"); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil {
			log.Printf("limit %q: %v", text, err)
		}
		if limit < len(all) {
			all = all[:limit]
		}
	}
	reply(w, all)
}

func (s *server) record(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.URL.Path, "/records/")
	if r.Method == http.MethodPut {
		s.put(w, r, id)
		return
	}
	rec, ok := s.store.Get(id)
	if !ok {
		http.NotFound(w, r)
		return
	}
	reply(w, rec)
}

func (s *server) put(w http.ResponseWriter, r *http.Request, id string) {
	body, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody)) // at most that much
	var rec record.Record
	if err := json.Unmarshal(body, &rec); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	rec.ID = id
	if err := rec.Validate(); err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	s.store.Put(rec)
	w.WriteHeader(http.StatusNoContent)
}

func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(maxBody); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	uploads := make(map[string]io.Reader)
	for _, header := range r.MultipartForm.File["file"] {
		f, err := header.Open()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer f.Close()
		uploads[header.Filename] = f
	}
	n, err := s.pool.Spool(uploads)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	reply(w, map[string]int{"records": n})
}

func (s *server) status(w http.ResponseWriter, r *http.Request) {
	reply(w, s.pool.Last())
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
