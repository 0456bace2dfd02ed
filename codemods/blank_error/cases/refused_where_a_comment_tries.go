package cases

import (
	"encoding/json"
	"errors"
)

func token(text []byte) (string, error) {
	var token struct{ Value string }
	// Try the newer format first.
	_ = json.Unmarshal(text, &token)
	if token.Value == "" {
		return "", errors.New("no token")
	}
	return token.Value, nil
}

func tokenAtOnce(text []byte) (string, error) {
	var token string
	// The country is as it was.
	_ = json.Unmarshal(text, &token)
	return token, nil
}
