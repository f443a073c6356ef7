package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// runningKey is the key of the processes that a script has started and not ended.
type runningKey struct{}

func runningOf(ts *testscript.TestScript) map[string]*exec.Cmd {
	return ts.Value(runningKey{}).(map[string]*exec.Cmd)
}

// TestStories plays what a person at the machine does with the built program.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			r := map[string]*exec.Cmd{}
			e.Values[runningKey{}] = r
			e.Setenv("HOME", e.WorkDir)
			e.Defer(func() {
				for _, cmd := range r {
					_ = cmd.Process.Kill() // one that has ended by itself
					_ = cmd.Wait()
				}
			})
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"certify": cmdCertify,

			"start": cmdStart, "finish": cmdFinish, "crash": cmdCrash, "until": cmdUntil, "line": cmdLine, "lines": cmdLines,
		},
	})
}

// programOf is the program in the folder of a script.
func programOf(ts *testscript.TestScript, args []string) *exec.Cmd {
	exe, err := os.Executable()
	ts.Check(err)
	cmd := exec.Command(exe, args...)
	cmd.Env, cmd.Dir = append(os.Environ(), asProgram+"=1", "HOME="+ts.Getenv("HOME")), ts.MkAbs(".")
	return cmd
}

// cmdStart starts the program and waits for its first two lines: start NAME ARGS.
// $NAME is then its address, $NAME_KEY the second line; of serve $NAME_SAID is
// everything that it prints while it starts.
func cmdStart(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	cmd := programOf(ts, args[1:])
	said, err := os.Create(ts.MkAbs(name + ".log"))
	ts.Check(err)
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	runningOf(ts)[name] = cmd
	lines := bufio.NewScanner(out)
	for i, key := range []string{name, name + "_KEY"} {
		if !lines.Scan() {
			ts.Fatalf("%s ends after %d lines: %s", name, i, ts.ReadFile(name+".log"))
		}
		ts.Setenv(key, lines.Text())
	}
	if args[1] == "serve" {
		all := ts.Getenv(name) + "\n" + lines.Text()
		for lines.Text() != ready && lines.Scan() {
			all += "\n" + lines.Text()
		}
		ts.Setenv(name+"_SAID", all)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
}

// cmdFinish ends the program as Ctrl+C does.
func cmdFinish(ts *testscript.TestScript, _ bool, args []string) { end(ts, args[0], os.Interrupt, 0) }

// cmdCrash ends the program as a failure of power does: kill -9.
func cmdCrash(ts *testscript.TestScript, _ bool, args []string) { end(ts, args[0], os.Kill, -1) }

func end(ts *testscript.TestScript, name string, signal os.Signal, code int) {
	cmd := runningOf(ts)[name]
	ts.Check(cmd.Process.Signal(signal))
	_ = cmd.Wait() // what it ends with is looked at
	if got := cmd.ProcessState.ExitCode(); got != code {
		ts.Fatalf("%s ends with %d: %s", name, got, ts.ReadFile(name+".log"))
	}
	delete(runningOf(ts), name)
}

// cmdUntil runs the program until it succeeds and says a word: until WORD ARGS.
func cmdUntil(ts *testscript.TestScript, _ bool, args []string) {
	for late := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		said, err := programOf(ts, args[1:]).CombinedOutput()
		if err == nil && strings.Contains(string(said), args[0]) {
			return
		}
		if time.Now().After(late) {
			ts.Fatalf("not within a minute: %s", said)
		}
	}
}

// cmdLine sets a variable to the n-th line of a file: line NAME N FILE.
func cmdLine(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(ts.ReadFile(args[2]), "\n")
	for i, text := range lines {
		if args[1] == string(rune('1'+i)) {
			ts.Setenv(args[0], text)
			return
		}
	}
	ts.Fatalf("%s has no line %s", args[2], args[1])
}

// cmdLines writes the values of variables into a file, a line each: lines FILE NAMES.
func cmdLines(ts *testscript.TestScript, _ bool, args []string) {
	var text strings.Builder
	for _, name := range args[1:] {
		text.WriteString(ts.Getenv(name) + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text.String()), 0o600))
}
