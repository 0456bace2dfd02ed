package cases

import (
	"net/http"
	"net/url"
)

type site struct{ target *url.URL }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPut:
		s.put(w, r)
	case http.MethodPost:
		s.prepare(w, r)
		w.WriteHeader(http.StatusNoContent)
	default:
		if r.Form == nil {
			fail(w, r)
			return
		}
		each(r, func() { s.post(w, r) })
		for range 2 {
			s.retry(w, r)
		}
	}
}

func each(r *http.Request, f func()) { f() }

func (s *site) put(w http.ResponseWriter, r *http.Request) {
	s.target, _ = url.Parse(r.URL.Path)
	println(s.target)
}

func (s *site) prepare(w http.ResponseWriter, r *http.Request) {
	s.target, _ = url.Parse(r.URL.Path)
	println(s.target)
}

func (s *site) post(w http.ResponseWriter, r *http.Request) {
	s.target, _ = url.Parse(r.URL.Path)
	println(s.target)
}

func (s *site) retry(w http.ResponseWriter, r *http.Request) {
	s.target, _ = url.Parse(r.URL.Path)
	println(s.target)
}

func fail(w http.ResponseWriter, r *http.Request) {
	target, _ := url.Parse(r.URL.Path)
	http.Error(w, target.Path, http.StatusNotFound)
}
