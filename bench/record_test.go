package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/verify/logtest"
)

// BenchmarkVerifyRecord is the time and the memory of the command that checks a
// record of a million leaves in a folder, in a process of its own with an empty
// memory: at most 30 s and 200 MB. The log is written by logtest, not by the
// program.
func BenchmarkVerifyRecord(b *testing.B) {
	const leaves = 1_000_000
	program, dir := built(b), b.TempDir()
	logtest.Large("bench.example/nhat-ky", leaves, logtest.Leaf).Write(b, dir, leaves)
	var wall, cpu time.Duration
	var resident float64
	n := 0
	for b.Loop() {
		state := filepath.Join(b.TempDir(), "state")
		cmd := exec.Command(program, "verify", "record", "--state", state, dir)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		began := time.Now()
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		peak := watchPeak(cmd.Process.Pid)
		err := cmd.Wait()
		wall += time.Since(began)
		if err != nil {
			b.Fatalf("%v\n%s", err, out.String())
		}
		cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		resident = max(resident, <-peak)
		if err := os.RemoveAll(state); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(wall.Seconds()/float64(n), "s/verify")
	b.ReportMetric(cpu.Seconds()/float64(n), "cpu-s/verify")
	b.ReportMetric(resident, "MB/resident")
}

// watchPeak tells the most memory in MB that a process had until it ended, as
// Linux knows it; the usage that wait reports would count the parent's, which a
// child shares until it becomes the program.
func watchPeak(pid int) <-chan float64 {
	peak := make(chan float64, 1)
	go func() {
		var kb float64
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, line, found := strings.Cut(string(status), "VmHWM:")
			if err != nil || !found {
				peak <- kb / 1000
				return
			}
			if _, err := fmt.Sscanf(line, " %f kB", &kb); err != nil {
				peak <- 0
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return peak
}
