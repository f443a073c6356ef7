package measure

import (
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// samples are the counters and gauges of one name, by their labels.
func samples(t *testing.T, m *Metrics, name string) map[string]float64 {
	t.Helper()
	families, err := m.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]float64{}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, one := range f.GetMetric() {
			labels := ""
			for _, l := range one.GetLabel() {
				labels += l.GetName() + "=" + l.GetValue() + " "
			}
			found[labels] = one.GetCounter().GetValue() + one.GetGauge().GetValue() + float64(one.GetHistogram().GetSampleCount())
		}
	}
	return found
}

func want(t *testing.T, m *Metrics, name, labels string, value float64) {
	t.Helper()
	if got, ok := samples(t, m, name)[labels]; !ok || got != value {
		t.Errorf("%s{%s} is %v, %v, want %v", name, labels, got, ok, value)
	}
}

func TestRequestsAreCounted(t *testing.T) {
	m := NewMetrics("sqlite")
	first, second := m.Request("/don-vi/{unit}", "GET"), m.Request("/don-vi/{unit}", "BREW ")
	want(t, m, "giaouoc_requests_under_way", "", 2)
	first(200)
	second(0)
	want(t, m, "giaouoc_requests_under_way", "", 0)
	want(t, m, "giaouoc_requests_total", "method=GET route=/don-vi/{unit} status=2xx ", 1)
	want(t, m, "giaouoc_requests_total", "method=other route=/don-vi/{unit} status=none ", 1)
	want(t, m, "giaouoc_request_seconds", "method=GET route=/don-vi/{unit} ", 1)
	m.KeptPage(true)
	m.KeptPage(false)
	want(t, m, "giaouoc_kept_pages_total", "answer=kept ", 1)
	want(t, m, "giaouoc_kept_pages_total", "answer=made ", 1)
	m.Upload(1000, true)
	m.Upload(-1, false) // its length was not told
	want(t, m, "giaouoc_uploads_total", "outcome=taken ", 1)
	want(t, m, "giaouoc_uploads_total", "outcome=refused ", 1)
	want(t, m, "giaouoc_upload_bytes_total", "", 1000)
	m.SignInRefused()
	want(t, m, "giaouoc_sign_in_refusals_total", "", 1)
}

func TestTransactionsAreCounted(t *testing.T) {
	m := NewMetrics("postgres")
	m.Transaction("update", "ok", 10*time.Millisecond, 3)
	m.Transaction("view", "failed", time.Millisecond, 1)
	m.Slow("statement")
	want(t, m, "giaouoc_transactions_total", "kind=update outcome=ok ", 1)
	want(t, m, "giaouoc_transactions_total", "kind=view outcome=failed ", 1)
	want(t, m, "giaouoc_transactions_total", "kind=alone outcome=ok ", 0)
	want(t, m, "giaouoc_transaction_seconds", "kind=update ", 1)
	want(t, m, "giaouoc_transaction_reruns_total", "kind=update ", 2)
	want(t, m, "giaouoc_slow_total", "what=statement ", 1)
	want(t, m, "giaouoc_slow_total", "what=transaction ", 0)
}

func TestNobodyHasToMeasure(t *testing.T) {
	var m *Metrics
	m.Request("/", "GET")(200)
	m.KeptPage(true)
	m.Upload(1, true)
	m.SignInRefused()
	m.Transaction("view", "ok", 0, 1)
	m.Slow("statement")
}

// Two programs in one process, as tests have them, count apart.
func TestTheNumbersAreNobodyElses(t *testing.T) {
	one, other := NewMetrics("sqlite"), NewMetrics("sqlite")
	one.SignInRefused()
	want(t, one, "giaouoc_sign_in_refusals_total", "", 1)
	want(t, other, "giaouoc_sign_in_refusals_total", "", 0)
}

func TestTheVersion(t *testing.T) {
	for _, c := range []struct {
		version  string
		settings []string // key, value
		want     string
	}{
		{"v1.2.3", nil, "v1.2.3"},
		{"(devel)", nil, "devel"},
		{"", []string{"vcs.revision", "0123456789abcdef", "vcs.modified", "false"}, "0123456789ab"},
		{"(devel)", []string{"vcs.revision", "0123456789abcdef", "vcs.modified", "true"}, "0123456789ab+"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.version}}
		for pair := range slices.Chunk(c.settings, 2) {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: pair[0], Value: pair[1]})
		}
		if got := versionOf(info); got != c.want {
			t.Errorf("%+v is version %q", c, got)
		}
	}
	if Version() == "" {
		t.Error("this program has no version")
	}
}
