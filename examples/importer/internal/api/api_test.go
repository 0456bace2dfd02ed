package api

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"example.com/importer/internal/ingest"
	"example.com/importer/internal/notify"
	"example.com/importer/internal/store"
)

func newHandler(t *testing.T) http.Handler {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "store.json"))
	if err != nil {
		t.Fatal(err)
	}
	return New(s, ingest.NewPool(s, 1, notify.New(nil)))
}

func do(h http.Handler, method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

func TestRecords(t *testing.T) {
	h := newHandler(t)
	for _, id := range []string{"1", "2", "3"} {
		if w := do(h, "PUT", "/records/"+id, `{"name": "Ada", "amount": 5}`); w.Code != http.StatusNoContent {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
	}
	if w := do(h, "GET", "/records/2", ""); !strings.Contains(w.Body.String(), `"id":"2"`) {
		t.Errorf("got %s", w.Body)
	}
	if w := do(h, "GET", "/records?limit=2", ""); strings.Count(w.Body.String(), `"id"`) != 2 {
		t.Errorf("got %s", w.Body)
	}
	for target, want := range map[string]int{"/records/9": 404, "/records": 200, "/status": 200} {
		if w := do(h, "GET", target, ""); w.Code != want {
			t.Errorf("%s: status %d", target, w.Code)
		}
	}
	for body, want := range map[string]int{"{": 400, `{"amount": -1}`: 422} {
		if w := do(h, "PUT", "/records/1", body); w.Code != want {
			t.Errorf("%s: status %d", body, w.Code)
		}
	}
}

func TestUpload(t *testing.T) {
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	part, err := parts.CreateFormFile("file", "people.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, "id,name,amount,date\n1,Ada,1.00,2024-01-02\n")
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}

	server := httptest.NewServer(newHandler(t))
	defer server.Close()
	resp, err := http.Post(server.URL+"/upload", parts.FormDataContentType(), &form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	if got := strings.TrimSpace(string(text)); got != `{"records":1}` {
		t.Errorf("got %s", got)
	}
}
