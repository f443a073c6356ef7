package condition

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"giaouoc/internal/backup"
	"giaouoc/internal/db"
	"giaouoc/internal/disk"
	"giaouoc/internal/jobs"
)

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	up            = described("giaouoc_database_up", "1 when the database answers.")
	answerSeconds = described("giaouoc_database_answer_seconds", "Time to the answer of the shortest question.")
	databaseBytes = described("giaouoc_database_bytes", "Size of the database.")
	clockAhead    = described("giaouoc_database_clock_ahead_seconds", "How far the clock of the database is before that of this machine.")

	poolMost   = described("giaouoc_pool_connections_max", "Connections that a pool may have.", "pool")
	poolInUse  = described("giaouoc_pool_connections_in_use", "Connections of a pool in use.", "pool")
	poolIdle   = described("giaouoc_pool_connections_idle", "Connections of a pool that wait for use.", "pool")
	poolWaits  = described("giaouoc_pool_waits_total", "How often somebody had to wait for a connection.", "pool")
	poolWaited = described("giaouoc_pool_wait_seconds_total", "How long somebody had to wait for a connection, together.", "pool")

	sealedEntries  = described("giaouoc_record_sealed_entries", "Entries of the record that are sealed.")
	publicEntries  = described("giaouoc_record_public_entries", "Entries of the record up to which this machine has published.")
	waitingEntries = described("giaouoc_record_waiting_entries", "Entries of the record that wait to be sealed.")
	waitingSeconds = described("giaouoc_record_oldest_waiting_seconds", "Age of the oldest entry that waits to be sealed.")
	stuck          = described("giaouoc_record_stuck", "1 when the last seal failed.")

	lettersWaiting = described("giaouoc_letters_waiting", "Letters that wait to be sent.")
	lettersSeconds = described("giaouoc_letters_oldest_waiting_seconds", "Age of the oldest letter that waits.")
	lettersFailed  = described("giaouoc_letters_failed", "Letters that could not be sent, of the last 30 days.")

	jobEnded   = described("giaouoc_job_last_end_timestamp_seconds", "When a job last ended.", "job")
	jobTook    = described("giaouoc_job_last_duration_seconds", "How long a job last took.", "job")
	jobFailing = described("giaouoc_job_failing", "1 when the last run of a job failed.", "job")
	jobOverdue = described("giaouoc_job_overdue_seconds", "How long ago a job should have begun that has not.", "job")

	diskFree   = described("giaouoc_disk_free_bytes", "Room left on the disk of the data folder.")
	diskWhole  = described("giaouoc_disk_bytes", "Size of the disk of the data folder.")
	backupAt   = described("giaouoc_backup_last_timestamp_seconds", "When giaouoc backup was last taken of this data folder; 0 for never.")
	backupLost = described("giaouoc_backup_missing_files", "Stored files that the last backup could not hold.")
)

// collectTime bounds what the numbers wait for, and keepTime how often the database is
// asked, whoever reads the numbers.
const (
	collectTime = 3 * time.Second
	keepTime    = 5 * time.Second
)

// Collector tells Prometheus how a place stands, whenever it is asked.
func Collector(p Place) prometheus.Collector { return &collector{place: p} }

type collector struct {
	place Place
	mu    sync.Mutex
	read  Reading
	err   error
}

// Describe implements prometheus.Collector: what there is depends on the place.
func (c *collector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c *collector) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for _, p := range c.place.DB.Pools() {
		gauge(poolMost, float64(p.Most), p.Name)
		gauge(poolInUse, float64(p.InUse), p.Name)
		gauge(poolIdle, float64(p.Idle), p.Name)
		to <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(p.Waits), p.Name)
		to <- prometheus.MustNewConstMetric(poolWaited, prometheus.CounterValue, p.Waited.Seconds(), p.Name)
	}
	c.folder(gauge)
	if l := c.place.Log; l != nil {
		gauge(stuck, one(!l.Seals()))
		gauge(publicEntries, float64(l.Published().Size))
	}
	r, err := c.reading()
	gauge(up, one(err == nil))
	if err == nil {
		numbers(r, gauge)
	}
}

// reading asks the database, but not more often than keepTime.
func (c *collector) reading() (Reading, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.read.At) < keepTime {
		return c.read, c.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	c.read, c.err = Read(ctx, c.place)
	return c.read, c.err
}

// folder tells of the data folder.
func (c *collector) folder(gauge func(*prometheus.Desc, float64, ...string)) {
	if s, err := disk.SpaceAt(c.place.Data); err == nil {
		gauge(diskFree, float64(s.Free))
		gauge(diskWhole, float64(s.Whole))
	}
	if l, there, err := backup.LastOf(c.place.Data); err == nil {
		at := 0.0
		if there {
			at = float64(l.TakenAt.Unix())
		}
		gauge(backupAt, at)
		gauge(backupLost, float64(len(l.Missing)))
	}
}

func numbers(r Reading, gauge func(*prometheus.Desc, float64, ...string)) {
	gauge(answerSeconds, r.Vitals.Took.Seconds())
	gauge(databaseBytes, float64(r.Vitals.Size))
	if r.Engine == db.PostgreSQL {
		gauge(clockAhead, r.Vitals.Ahead.Seconds())
	}
	gauge(sealedEntries, float64(r.Sealed))
	gauge(waitingEntries, float64(r.Waiting.N))
	gauge(waitingSeconds, r.Waiting.Age.Seconds())
	gauge(lettersWaiting, float64(r.Letters.N))
	gauge(lettersSeconds, r.Letters.Age.Seconds())
	gauge(lettersFailed, float64(r.Failed.N))
	known := map[string]bool{}
	for _, k := range jobs.Known() {
		known[k.Name] = true
	}
	for _, j := range r.Jobs {
		if !known[j.Name] {
			continue // of another release; a name that nobody knows is no label
		}
		if !j.EndedAt.IsZero() {
			gauge(jobEnded, float64(j.EndedAt.Unix()), j.Name)
			gauge(jobTook, j.Took().Seconds(), j.Name)
		}
		gauge(jobFailing, one(j.Error != ""), j.Name)
		gauge(jobOverdue, j.Overdue(r.At).Seconds(), j.Name)
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
