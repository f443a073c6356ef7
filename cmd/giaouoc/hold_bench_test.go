package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/holder"
)

// asked are the questions of n voters to two holders, blinded beforehand: browsers do
// that on machines of their own.
func asked(b *testing.B, n int, holders ...holder.Signer) (*ballot.Opened, []*voter.Browser, []ballot.Ask) {
	b.Helper()
	o, voters := heldMotion(b, oneVote, n, holders...)
	asks := make([]ballot.Ask, n)
	for i, v := range voters {
		asks[i] = v.Ask(o)
	}
	return o, voters, asks
}

// BenchmarkHolderSigns is one voter after the other at one holder: the blind signature
// alone, a holder in a folder, a holder as a process. Medians.
func BenchmarkHolderSigns(b *testing.B) {
	for _, n := range []int{30, 500} {
		b.Run(fmt.Sprintf("voters=%d", n), func(b *testing.B) {
			for b.Loop() {
				dir := b.TempDir()
				far, near := startHold(b, dir).signer(b), nearHolder(b)
				_, _, asks := asked(b, n, far, near)
				der, err := os.ReadFile(filepath.Join(dir, oneVote, "khoa"))
				if err != nil {
					b.Fatal(err)
				}
				key, err := ballot.ReadHolderKey(der)
				if err != nil {
					b.Fatal(err)
				}
				alone := func(a ballot.Ask) error { _, err := key.Sign(a.Blinded[0]); return err }
				inFolder := func(a ballot.Ask) error { _, err := near.Sign(b.Context(), a); return err }
				asProcess := func(a ballot.Ask) error { _, err := far.Sign(b.Context(), a); return err }
				b.ReportMetric(medianOf(b, asks, alone), "µs-blind-signature")
				b.ReportMetric(medianOf(b, asks, inFolder), "µs-near")
				b.ReportMetric(medianOf(b, asks, asProcess), "µs-far")
			}
		})
	}
}

func medianOf(b *testing.B, asks []ballot.Ask, sign func(ballot.Ask) error) float64 {
	b.Helper()
	var times []time.Duration
	for _, a := range asks {
		began := time.Now()
		if err := sign(a); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	return float64(times[len(times)/2].Microseconds())
}

// BenchmarkEverybodyAsksTheHolders is 500 voters at once, each for the signatures of
// both holders, which are processes on this machine: within a minute.
func BenchmarkEverybodyAsksTheHolders(b *testing.B) {
	for b.Loop() {
		one, two := startHold(b, b.TempDir()).signer(b), startHold(b, b.TempDir()).signer(b)
		two.name = "Cơ quan thường trực"
		o, voters, asks := asked(b, 500, one, two)
		signatures := make([][][]byte, len(asks))
		began := time.Now()
		var all sync.WaitGroup
		for i, a := range asks {
			all.Go(func() {
				for _, h := range []*farHolder{one, two} {
					s, err := h.Sign(b.Context(), a)
					if err != nil {
						b.Error(err)
						return
					}
					signatures[i] = append(signatures[i], s)
				}
			})
		}
		all.Wait()
		b.ReportMetric(time.Since(began).Seconds(), "s/500-voters")
		if b.Failed() {
			return
		}
		if err := voters[499].Receive(signatures[499]); err != nil {
			b.Fatal(err)
		}
		if _, err := o.Valid(voters[499].Paper(o, ballot.Yes)); err != nil || bytes.Equal(signatures[499][0], signatures[499][1]) {
			b.Fatal(err)
		}
	}
}
