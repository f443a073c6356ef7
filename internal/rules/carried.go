package rules

import (
	"sync"

	"giaouoc/law"
)

// Carried is the law that the program carries within itself, read once.
var Carried = sync.OnceValues(func() (*Law, error) { return Load(law.Files) })
