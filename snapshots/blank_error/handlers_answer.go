package cases

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
)

type api struct{}

func (api) echo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Echo", "yes")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	if err := os.WriteFile("last", body, 0o600); err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Write(text)
	more, _ := json.Marshal(text)
	w.Write(more)
}

func each(w http.ResponseWriter, all []any) {
	for _, one := range all {
		text, _ := json.Marshal(one)
		w.Write(text)
	}
}
