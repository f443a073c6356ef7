package jobs

import "giaouoc/internal/outbox"

// Known lists what the program does by itself, for who tells how it stands; none of
// these jobs can be run.
func Known() []Job {
	nobody := &Runner{worker: &outbox.Worker{}}
	list := nobody.table()
	for i := range list {
		list[i].Do = nil
	}
	return list
}
