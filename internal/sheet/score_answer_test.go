package sheet

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answer reads a bundle and returns what it prints as JSON, numbers as written.
func answer(t *testing.T, data []byte) map[string]any {
	t.Helper()
	b, err := ReadScoreBundle(data)
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Answer()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := a.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&out)
	d.UseNumber()
	var got map[string]any
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got
}

// The bundle that the contract shows gives what the contract says of it.
func TestContractExample(t *testing.T) {
	data, err := os.ReadFile("testdata/contract.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got := answer(t, data)
	units := got["units"].([]any)
	first, second := units[0].(map[string]any), units[1].(map[string]any)
	var leaves []string
	for _, l := range first["leaves"].([]any) {
		leaf := l.(map[string]any)
		leaves = append(leaves, leaf["criterion"].(string)+" "+leaf["case"].(string)+" "+leaf["points"].(json.Number).String())
	}
	want := []string{
		"I/1 achieved 50.00", "I/2 under 4.00", "I/3 direct 7.00", "I/4 per_event 9.00", "I/5 rank_points 8.00",
		"I/6 missing 0.00", "I/7 missing 0.00", "I/T bonus 0.00", "I/P penalty 0.00",
	}
	if d := cmp.Diff(want, leaves); d != "" {
		t.Error(d)
	}
	for key, want := range map[string]any{
		"total": json.Number("78.00"), "assigned_max": json.Number("122.00"), "percent": json.Number("63.9344"),
		"rank": json.Number("1"), "provisional": true, "disqualified": false, "tie_used": nil,
	} {
		if d := cmp.Diff(want, first[key]); d != "" {
			t.Errorf("%s: %s", key, d)
		}
	}
	if second["rank"] != nil || second["disqualified"] != true || second["assigned_max"] != json.Number("102.00") {
		t.Errorf("%v", second)
	}
}

// A part of the certificate is null if and only if its reason stands beside it.
func TestCertificateReasons(t *testing.T) {
	const sheet = "sheet: {criteria: [{code: I, max: 10, kind: direct}]}\n"
	const two = "units: [{id: U1}, {id: U2}]\n"
	const both = "cross: [{from: U1, to: U2, points: 5}, {from: U2, to: U1, points: 6}]\n"
	parts := []string{"severity_order", "severity", "pairwise_order", "pairwise_cost", "coalition", "coalition_first", "coalition_raters"}
	for _, tc := range []struct {
		name, data string
		nulls      []string
	}{
		{"no cross", sheet + two, parts},
		{"two units", sheet + two + both + "cross_range: [0, 10]\n", []string{"severity_order", "severity"}},
		{"no range", sheet + two + both, []string{"severity_order", "severity", "coalition", "coalition_raters"}},
		{"one unit", sheet + "units: [{id: U1}]\n", []string{"severity_order", "severity", "coalition", "coalition_first", "coalition_raters"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := answer(t, []byte(tc.data))["certificate"].(map[string]any)
			for _, part := range parts {
				value, there := c[part]
				reason, explained := c[part+"_reason"].(string)
				null := slices.Contains(tc.nulls, part)
				if !there || (value == nil) != null || explained != null || null && !strings.HasSuffix(reason, ".") {
					t.Errorf("%s is %v because %q", part, value, reason)
				}
			}
		})
	}
}
