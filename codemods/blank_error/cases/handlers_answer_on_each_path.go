package cases

import (
	"encoding/json"
	"io"
	"net/http"
)

func validated(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "no", http.StatusMethodNotAllowed)
		return
	}
	http.SetCookie(w, &http.Cookie{})
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	switch r.URL.Path {
	case "/a":
		w.WriteHeader(http.StatusNotFound)
		return
	case "/b":
		w.WriteHeader(http.StatusOK)
	}
	body, _ := io.ReadAll(r.Body)
	w.Write(body)
}

func otherBranch(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, _ := io.ReadAll(r.Body)
	w.Write(body)
}

func encodes(w http.ResponseWriter, r *http.Request) {
	_ = json.NewEncoder(w).Encode(r.Header)
}

func hijacks(w http.ResponseWriter, r *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	text, _ := json.Marshal(r.Header)
	conn.Write(text)
}

func callback(w http.ResponseWriter, r *http.Request) {
	go func() {
		body, _ := io.ReadAll(r.Body)
		println(len(body))
	}()
}

func stops(w http.ResponseWriter, all []any) {
	for _, one := range all {
		if one == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		text, _ := json.Marshal(one)
		println(len(text))
	}
}
