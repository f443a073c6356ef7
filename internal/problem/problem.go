// Package problem is the error that a person may read.
//
// Everything a user can do wrong, or that the state of the work does not
// allow, is a *Problem: a kind, the form field it belongs to (or none) and one
// Vietnamese sentence that says what is wrong and what to do. Several mistakes
// of one form or file travel together as a List. Every other error is ours: it
// is logged, and the person sees only that something went wrong on our side.
//
// What never happens: a technical error text inside a Problem, or "not found"
// as (nil, nil).
package problem

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says why an act was refused; web maps it to a status code.
type Kind string

// The kinds of problem.
const (
	Invalid  Kind = "invalid"   // what was typed cannot be accepted
	Denied   Kind = "denied"    // the actor has no right to this act on this object
	NotFound Kind = "not_found" // there is no such object, or the actor may not know of it
	Conflict Kind = "conflict"  // somebody else changed the object in the meantime
	Closed   Kind = "closed"    // the state of the work or the day does not allow the act
	TooSoon  Kind = "too_soon"  // after many failures it has to wait

	Unreachable Kind = "unreachable" // another machine, or the disk, that the act needs does not do its part; to be tried again
	Unsure      Kind = "unsure"      // whether it was done is not known: the connection broke meanwhile
)

// Problem is one refusal.
type Problem struct {
	Kind  Kind
	Field string        // name of the form field, or the place in a file ("Entries!C5"); empty when it concerns the whole
	Text  string        // a Vietnamese sentence: what is wrong and what to do
	Wait  time.Duration // TooSoon, Unreachable: how long until another attempt
}

func (p *Problem) Error() string {
	if p.Field == "" {
		return p.Text
	}
	return p.Field + ": " + p.Text
}

// List is several problems found in one form or file.
type List []*Problem

func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Add appends an Invalid problem beside a field.
func (l *List) Add(field, format string, args ...any) {
	*l = append(*l, Field(field, format, args...))
}

// Err returns the list as an error, or nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Field is an Invalid problem beside a form field.
func Field(field, format string, args ...any) *Problem {
	return &Problem{Kind: Invalid, Field: field, Text: fmt.Sprintf(format, args...)}
}

// New is a problem of any kind that concerns the whole act.
func New(kind Kind, format string, args ...any) *Problem {
	return &Problem{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// All returns the problems inside err, or nil when err is one of ours.
func All(err error) List {
	var list List
	if errors.As(err, &list) {
		return list
	}
	var p *Problem
	if errors.As(err, &p) {
		return List{p}
	}
	return nil
}

// Is reports whether err holds a problem of this kind.
func Is(err error, kind Kind) bool {
	for _, p := range All(err) {
		if p.Kind == kind {
			return true
		}
	}
	return false
}
