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
	body, _ := io.ReadAll(r.Body)
	_ = os.WriteFile("last", body, 0o600)
	text, _ := json.Marshal(body)
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
