package measure

import (
	"runtime/debug"
	"sync"
)

// Version names the program that runs: the version it was released as, or the commit
// that it was built from, with a plus sign where its sources had been changed since.
var Version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	return versionOf(info)
})

func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				changed = "+"
			}
		}
	}
	if commit == "" {
		return "devel"
	}
	return commit[:min(12, len(commit))] + changed
}
