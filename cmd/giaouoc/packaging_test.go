package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

func packaged(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "packaging", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// understood is what the program makes of a command line, without running it.
func understood(t *testing.T, args []string) commands {
	t.Helper()
	var c commands
	k, err := kong.New(&c, kong.Name("giaouoc"), kong.Writers(io.Discard, io.Discard), kong.BindTo(t.Context(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(args); err != nil {
		t.Errorf("%q: %v", args, err)
	}
	return c
}

// settings are the last values of a unit's lines.
func settings(unit string) map[string]string {
	of := map[string]string{}
	for line := range strings.Lines(unit) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(key, "#") {
			of[key] = value
		}
	}
	return of
}

func TestTheServiceOfSystemd(t *testing.T) {
	unit := packaged(t, "systemd/giaouoc.service")
	of := settings(unit)
	args := strings.Fields(of["ExecStart"])
	if len(args) == 0 {
		t.Fatal("nothing is started")
	}
	c := understood(t, args[1:])
	limit, err := time.ParseDuration(of["TimeoutStopSec"] + "s")
	if stopping := c.Serve.Drain + finishTime + 2*stopTime; err != nil || c.Serve.Drain == 0 || limit <= stopping {
		t.Errorf("it is killed after %q, and may take %s to stop", of["TimeoutStopSec"], stopping)
	}
	if c.Serve.Data != of["ReadWritePaths"] {
		t.Errorf("it writes to %s and may write to %s", c.Serve.Data, of["ReadWritePaths"])
	}
	for key, want := range map[string]string{
		"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "CapabilityBoundingSet": "",
		"User": "giaouoc", "UMask": "0077", "Restart": "on-failure", "LimitNOFILE": "65536", "MemoryMax": "2G",
	} {
		if got, ok := of[key]; !ok || got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return // what the lines say was checked above
	}
	// The program need not be installed where it is tested.
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "giaouoc.service")
	if err := os.WriteFile(file, []byte(strings.Replace(unit, args[0], exe, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", "--recursive-errors=no", file).CombinedOutput()
	if err != nil || strings.Contains(string(out), filepath.Base(file)) {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

func TestTheContainer(t *testing.T) {
	lists := map[string][]string{}
	stages, user := 0, ""
	for line := range strings.Lines(packaged(t, "container/Containerfile")) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "FROM":
			stages++
		case "USER":
			user = rest
		case "HEALTHCHECK", "ENTRYPOINT", "CMD":
			var list []string
			if at := strings.IndexByte(rest, '['); at < 0 || json.Unmarshal([]byte(rest[at:]), &list) != nil {
				t.Errorf("there is no shell for %s", line)
			}
			lists[word] = list
		}
	}
	if stages != 2 || user == "" || strings.HasPrefix(user, "0") || strings.HasPrefix(user, "root") {
		t.Errorf("%d stages, run as %q", stages, user)
	}
	c := understood(t, lists["CMD"])
	if c.Serve.Drain == 0 || c.Serve.Data != "/data" {
		t.Errorf("it serves %s and drains for %s", c.Serve.Data, c.Serve.Drain)
	}
	check := lists["HEALTHCHECK"]
	if len(check) == 0 || check[0] != lists["ENTRYPOINT"][0] {
		t.Fatalf("asked by %q", check)
	}
	if h := understood(t, check[1:]).Health; !strings.HasSuffix(h.URL, c.Serve.Addr[strings.LastIndex(c.Serve.Addr, ":"):]) {
		t.Errorf("it listens at %s and is asked at %s", c.Serve.Addr, h.URL)
	}
}
