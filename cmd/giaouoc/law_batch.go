package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// block is some lines of a batch with their answers; blocks are worked on side by
// side and written in the order in which they were read.
type block struct {
	first  int // the number of its first line
	lines  []byte
	answer bytes.Buffer
	bad    int
	done   chan struct{}
}

const blockSize = 1 << 18

// answerLines reads facts and writes answers until the lines end.
func answerLines(l *rules.Law, regime *rules.Regime, awards []*rules.Award, lines *bufio.Scanner, w *bufio.Writer) (bad int, err error) {
	work, order := make(chan *block), make(chan *block, 2*runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for b := range work {
				b.answerAll(l, regime, awards)
				close(b.done)
			}
		})
	}
	written := make(chan error, 1)
	go func() {
		var failed error
		for b := range order {
			<-b.done
			bad += b.bad
			if failed == nil {
				_, failed = w.Write(b.answer.Bytes())
			}
		}
		written <- failed
	}()
	n := 0
	b := &block{first: 1, done: make(chan struct{})}
	send := func() {
		if len(b.lines) > 0 {
			order <- b
			work <- b
			b = &block{first: n + 1, done: make(chan struct{})}
		}
	}
	for lines.Scan() {
		n++
		b.lines = append(append(b.lines, lines.Bytes()...), '\n')
		if len(b.lines) > blockSize {
			send()
		}
	}
	send()
	close(work)
	close(order)
	workers.Wait()
	if err := <-written; err != nil {
		return bad, fmt.Errorf("print answers: %w", err)
	}
	if err := lines.Err(); err != nil {
		return bad, problem.New(problem.Invalid, "Dòng %d dài hơn %d byte; mỗi dòng là một hồ sơ.", n+1, longestLine)
	}
	return bad, nil
}

func (b *block) answerAll(l *rules.Law, regime *rules.Regime, awards []*rules.Award) {
	var facts rules.Facts
	n := b.first
	for line := range bytes.Lines(b.lines) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			b.answerOne(l, regime, awards, &facts, line, n)
		}
		n++
	}
}

func (b *block) answerOne(l *rules.Law, regime *rules.Regime, awards []*rules.Award, facts *rules.Facts, line []byte, n int) {
	b.answer.WriteString(`{"line":` + strconv.Itoa(n))
	if err := l.ReadLine(line, facts); err != nil {
		b.bad++
		reason, _ := json.Marshal(fmt.Sprintf("dòng %d: %v", n, err))
		b.answer.WriteString(`,"error":`)
		b.answer.Write(reason)
		b.answer.WriteString("}\n")
		return
	}
	name, _ := json.Marshal(facts.Subject.Name)
	b.answer.WriteString(`,"name":`)
	b.answer.Write(name)
	b.answer.WriteString(`,"answers":{`)
	known := l.Prepared(facts)
	for i, award := range awards {
		if i > 0 {
			b.answer.WriteByte(',')
		}
		b.answer.WriteString(`"` + award.Code + `":"` + string(known.Verdict(regime, award)) + `"`)
	}
	b.answer.WriteString("}}\n")
}
