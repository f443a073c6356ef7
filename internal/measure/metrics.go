package measure

import (
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Metrics are the numbers that a running program counts of its own work. All functions
// of a nil *Metrics do nothing, so that nobody asks whether they are wanted.
type Metrics struct {
	registry *prometheus.Registry

	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	underWay prometheus.Gauge
	kept     *prometheus.CounterVec
	uploads  *prometheus.CounterVec
	uploaded prometheus.Counter
	refusals prometheus.Counter

	transactions *prometheus.CounterVec
	inside       *prometheus.HistogramVec
	reruns       *prometheus.CounterVec
	slow         *prometheus.CounterVec
}

// Bounds of the histograms, in seconds. A page is to be there within 150 ms on SQLite
// and 300 ms on PostgreSQL, so both are bounds.
var (
	requestBounds     = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1.5, 5}
	transactionBounds = []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5}
)

// NewMetrics prepares the numbers of a program on one engine.
func NewMetrics(engine string) *Metrics {
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	histograms := func(name, help string, bounds []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: bounds}, labels)
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: counters("giaouoc_requests_total", "Requests answered, by pattern of the route, method and class of the status.", "route", "method", "status"),
		seconds:  histograms("giaouoc_request_seconds", "Time to answer a request, by pattern of the route and method.", requestBounds, "route", "method"),
		underWay: prometheus.NewGauge(prometheus.GaugeOpts{Name: "giaouoc_requests_under_way", Help: "Requests that are being answered."}),
		kept:     counters("giaouoc_kept_pages_total", "Public pages answered from memory (kept) or made anew (made).", "answer"),
		uploads:  counters("giaouoc_uploads_total", "Forms with files that were taken or refused.", "outcome"),
		uploaded: prometheus.NewCounter(prometheus.CounterOpts{Name: "giaouoc_upload_bytes_total", Help: "Bytes of forms with files."}),
		refusals: prometheus.NewCounter(prometheus.CounterOpts{Name: "giaouoc_sign_in_refusals_total", Help: "Attempts to sign in that were refused."}),

		transactions: counters("giaouoc_transactions_total", "Transactions, by kind and outcome: ok, refused (a person's mistake), failed.", "kind", "outcome"),
		inside:       histograms("giaouoc_transaction_seconds", "Time of a transaction with its waiting, by kind.", transactionBounds, "kind"),
		reruns:       counters("giaouoc_transaction_reruns_total", "Runs of transactions that met a conflict and ran again.", "kind"),
		slow:         counters("giaouoc_slow_total", "Statements and transactions that took longer than --slow.", "what"),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "giaouoc_build_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": Version(), "engine": engine, "go": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(
		m.requests, m.seconds, m.underWay, m.kept, m.uploads, m.uploaded, m.refusals, m.transactions, m.inside, m.reruns, m.slow, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.zero()
	return m
}

// zero makes the series whose labels are known beforehand, so that an alert sees them
// rise from 0.
func (m *Metrics) zero() {
	for _, answer := range []string{"kept", "made"} {
		m.kept.WithLabelValues(answer)
	}
	for _, outcome := range []string{"taken", "refused"} {
		m.uploads.WithLabelValues(outcome)
	}
	for _, kind := range []string{"view", "update", "alone"} {
		for _, outcome := range []string{"ok", "refused", "failed"} {
			m.transactions.WithLabelValues(kind, outcome)
		}
		m.reruns.WithLabelValues(kind)
	}
	for _, what := range []string{"statement", "transaction"} {
		m.slow.WithLabelValues(what)
	}
}

// Registry is where the numbers are gathered from, and where others register theirs.
func (m *Metrics) Registry() *prometheus.Registry { return m.registry }

// Request counts a request that is now being answered; what it returns counts the
// answer. The route is a pattern, never an address.
func (m *Metrics) Request(route, method string) func(status int) {
	if m == nil {
		return func(int) {}
	}
	method = known(method)
	began := time.Now()
	m.underWay.Inc()
	return func(status int) {
		m.underWay.Dec()
		m.requests.WithLabelValues(route, method, class(status)).Inc()
		m.seconds.WithLabelValues(route, method).Observe(time.Since(began).Seconds())
	}
}

// known is a method of which there are few: a visitor may send any word.
func known(method string) string {
	switch method {
	case "GET", "HEAD", "POST":
		return method
	}
	return "other"
}

func class(status int) string {
	if status < 100 || status > 599 {
		return "none" // it was broken off before an answer
	}
	return string(rune('0'+status/100)) + "xx"
}

// KeptPage counts a public page that was answered from memory, or had to be made.
func (m *Metrics) KeptPage(fromMemory bool) {
	switch {
	case m == nil:
	case fromMemory:
		m.kept.WithLabelValues("kept").Inc()
	default:
		m.kept.WithLabelValues("made").Inc()
	}
}

// Upload counts a form with files.
func (m *Metrics) Upload(bytes int64, taken bool) {
	if m == nil {
		return
	}
	m.uploaded.Add(float64(max(bytes, 0)))
	if taken {
		m.uploads.WithLabelValues("taken").Inc()
	} else {
		m.uploads.WithLabelValues("refused").Inc()
	}
}

// SignInRefused counts an attempt to sign in that was refused.
func (m *Metrics) SignInRefused() {
	if m != nil {
		m.refusals.Inc()
	}
}

// Transaction counts a transaction: its kind, outcome, time, and how often it ran.
func (m *Metrics) Transaction(kind, outcome string, took time.Duration, runs int) {
	if m == nil {
		return
	}
	m.transactions.WithLabelValues(kind, outcome).Inc()
	m.inside.WithLabelValues(kind).Observe(took.Seconds())
	if runs > 1 {
		m.reruns.WithLabelValues(kind).Add(float64(runs - 1))
	}
}

// Slow counts a slow statement, or a slow transaction.
func (m *Metrics) Slow(what string) {
	if m != nil {
		m.slow.WithLabelValues(what).Inc()
	}
}
