// Package notify tells other services that an import is done.
package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"sync"
	"time"
)

// A Summary is what is sent.
type Summary struct {
	Files   int `json:"files"`   // read without an error
	Records int `json:"records"` // new and replaced
	Failed  int `json:"failed"`  // files that were left in the inbox
}

// A Notifier posts summaries to a list of URLs.
type Notifier struct {
	hooks  []string
	client *http.Client
}

// New returns a notifier for some URLs, which may be none.
func New(hooks []string) *Notifier {
	return &Notifier{hooks: hooks, client: http.DefaultClient}
}

// Send posts the summary to all hooks at once and waits for them. What goes
// wrong is logged: an import doesn't fail because nobody listens.
func (n *Notifier) Send(ctx context.Context, summary Summary) {
	var wg sync.WaitGroup
	started := 0
	for _, hook := range n.hooks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := n.post(ctx, hook, summary); err != nil {
				log.Printf("notify %s: %v", hook, err)
			}
		}()
		started++
	}
	log.Printf("notifying %d hooks", started)
	wg.Wait()
}

func (n *Notifier) post(ctx context.Context, hook string, summary Summary) error {
	// Slow hooks must not hold up the next import.
	ctx, _ = context.WithTimeout(ctx, 10*time.Second)

	body, err := json.Marshal(summary)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := n.client.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("status %s", resp.Status)
	}
	return nil
}

// Ping asks whether a hook answers at all, for no longer than ctx allows.
func (n *Notifier) Ping(ctx context.Context, hook string) error {
	result := make(chan error)
	go func() {
		resp, err := n.client.Head(hook)
		if err == nil {
			err = resp.Body.Close()
		}
		result <- err
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
