package record

import (
	"errors"
	"strings"
	"testing"
)

func TestReadCSV(t *testing.T) {
	const text = `id,name,amount,date
1,Ada,12.50,2024-01-02
2,"Hopper, Grace",0.07,2024-01-03
`
	records, _ := ReadCSV(strings.NewReader(text))
	if len(records) != 2 {
		t.Fatalf("%d records", len(records))
	}
	if got := records[1]; got.Name != "Hopper, Grace" || got.Amount != 7 || got.Date.Day() != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestReadJSON(t *testing.T) {
	records, err := ReadJSON(strings.NewReader(`[{"id": "1", "name": "Ada", "amount": 1250}]`))
	if err != nil || len(records) != 1 || records[0].Amount != 1250 {
		t.Errorf("got %+v, %v", records, err)
	}
	if _, err := ReadJSON(strings.NewReader(`[{"name": "nobody"}]`)); !errors.Is(err, ErrNoID) {
		t.Errorf("got %v", err)
	}
}

func TestBadLines(t *testing.T) {
	cases := []struct {
		name string
		line string
	}{
		{"no id", ",Ada,1,2024-01-02"},
		{"amount isn't a number", "1,Ada,much,2024-01-02"},
		{"negative amount", "1,Ada,-1,2024-01-02"},
		{"too few fields", "1,Ada"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if _, err := ReadCSV(strings.NewReader("id,name,amount,date\n" + tc.line + "\n")); err == nil {
				t.Errorf("%q is read without an error", tc.line)
			}
		})
	}
}
