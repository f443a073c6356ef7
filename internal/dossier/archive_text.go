package dossier

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
)

// results is who was proposed and what became of them.
func (v *Look) results(b Basis) string {
	var s strings.Builder
	award := v.Award
	if a := b.Law.Award(v.Award); a != nil {
		award = a.Title()
	}
	fmt.Fprintf(&s, "%s\nHình thức: %s\nTờ trình: %s ngày %s\n", v.Title, award, v.LetterNumber, v.LetterOn.Short())
	if v.MinutesNumber != "" {
		fmt.Fprintf(&s, "Hội đồng họp ngày %s, biên bản %s; có mặt %d trên %d thành viên\n", v.CouncilOn.Short(), v.MinutesNumber, v.Present, v.Members)
	}
	if v.Conclusion != "" {
		fmt.Fprintf(&s, "Kết luận thẩm định: %s\n", v.Conclusion)
	}
	if d := v.Decision; d != nil {
		fmt.Fprintf(&s, "Quyết định %s ngày %s của %s, người ký %s: tặng %d, không tặng %d\n", d.Number, d.SignedOn.Short(), d.Authority, d.Signer, d.Granted, d.Refused)
	}
	s.WriteString("\n")
	for i := range v.List {
		c := &v.List[i]
		outcome := map[Outcome]string{Granted: "được tặng", Refused: "không được tặng"}[c.Outcome]
		if outcome == "" {
			outcome = "chưa có kết quả"
		}
		fmt.Fprintf(&s, "%d. %s (%s), %s: %s", c.N, c.Name, c.Kind.Name(), orDash(strings.Trim(c.Post+", "+c.Place, ", ")), outcome)
		if c.Votes != Unvoted {
			fmt.Fprintf(&s, "; %d phiếu", c.Votes)
		}
		if c.Why != "" {
			fmt.Fprintf(&s, "; %s", c.Why)
		}
		s.WriteString("\n")
	}
	return s.String()
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// opinions are those of agencies and of the public; empty where nobody was asked.
func (v *Look) opinions() string {
	var s strings.Builder
	for _, c := range v.Asked {
		fmt.Fprintf(&s, "Hỏi ý kiến %s, văn bản %s ngày %s, hạn %s: ", c.Agency, orDash(c.Number), c.AskedOn.Short(), c.DueOn.Short())
		if c.Stance == "" {
			s.WriteString("không trả lời\n")
			continue
		}
		fmt.Fprintf(&s, "%s, ngày %s, người ký %s. %s\n", c.Stance.Name(), c.AnsweredOn.Short(), orDash(c.Signer), c.Answer)
	}
	for _, p := range v.Postings {
		fmt.Fprintf(&s, "Niêm yết tại %s theo %s, từ %s đến %s; %d ý kiến; mã băm của tập ý kiến: %s\n", p.Place, orDash(p.Number), p.FromDay.Short(), p.UntilDay.Short(), p.Opinions, orDash(p.Sealed))
	}
	for _, o := range v.Opinions {
		fmt.Fprintf(&s, "Ý kiến đến ngày %s: %s\n  Trả lời ngày %s: %s\n", o.ReceivedOn.Short(), o.Body, orDash(o.AnsweredOn.Short()), o.Answer)
	}
	return s.String()
}

// made are the moves, the oldest first.
func (v *Look) made() string {
	var s strings.Builder
	for _, m := range v.History {
		fmt.Fprintf(&s, "%s: %s → %s; %s", m.EndedOn.Short(), m.FromStep.Name(), m.ToStep.Name(), m.Name)
		if m.Reason != "" {
			fmt.Fprintf(&s, "; %s", m.Reason)
		}
		s.WriteString("\n")
	}
	return s.String()
}

var indexTemplate = template.Must(template.New("index").Parse(`<!DOCTYPE html>
<html lang="vi"><meta charset="utf-8"><title>Mục lục hồ sơ</title>
<style>body{font-family:serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}code{word-break:break-all;font-size:.8rem}</style>
<h1>{{.Title}}</h1>
<p>Hồ sơ lưu trữ, nơi lưu: {{.Shelf}}. {{len .Papers}} tài liệu.</p>
<table><tr><th>STT<th>Tài liệu<th>Số<th>Ngày<th>Tệp<th>SHA-256</tr>
{{range $i, $p := .Papers}}<tr><td>{{$p.N}}<td>{{$p.What}}<td>{{$p.Number}}<td>{{$p.On}}<td><a href="{{$p.Path}}">{{$p.Path}}</a><td><code>{{$p.Hash}}</code></tr>
{{end}}</table></html>
`))

// index lists the papers (mục lục) as plain text and as a page.
func (v *Look) index(papers []Paper) (text, page []byte, err error) {
	type line struct {
		N                            int
		What, Number, On, Path, Hash string
	}
	var lines []line
	var s bytes.Buffer
	fmt.Fprintf(&s, "MỤC LỤC HỒ SƠ\n%s\nNơi lưu: %s\n\n", v.Title, orDash(v.Shelf))
	for i, p := range papers {
		l := line{i + 1, p.What, p.Number, p.On.Short(), p.Path, p.Hash}
		lines = append(lines, l)
		fmt.Fprintf(&s, "%d. %s", l.N, l.What)
		if l.Number != "" {
			fmt.Fprintf(&s, ", số %s", l.Number)
		}
		if l.On != "" {
			fmt.Fprintf(&s, ", ngày %s", l.On)
		}
		fmt.Fprintf(&s, "\n   %s\n   SHA-256 %s\n", l.Path, l.Hash)
	}
	var b bytes.Buffer
	err = indexTemplate.Execute(&b, struct {
		Title, Shelf string
		Papers       []line
	}{v.Title, orDash(v.Shelf), lines})
	return s.Bytes(), b.Bytes(), err
}
