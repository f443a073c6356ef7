package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// lacksCheck asks that the subject has none of some awards on an occasion: those
// that leave no room for another. What is hoped for does not count.
type lacksCheck struct {
	Awards   []string `yaml:"awards"`
	Occasion Occasion `yaml:"occasion"`
}

var occasionNames = map[Occasion]string{Merit: "công trạng", AdHoc: "thành tích đột xuất", OfMovement: "phong trào thi đua", Dedication: "quá trình cống hiến"}

func (c *lacksCheck) prepare(l *Law) error {
	if len(c.Awards) == 0 || occasionNames[c.Occasion] == "" {
		return fmt.Errorf("thiếu awards, hoặc occasion %q", c.Occasion)
	}
	for _, code := range c.Awards {
		if _, err := l.named(code); err != nil {
			return err
		}
	}
	return nil
}

func (c *lacksCheck) has(h Held) bool {
	return h.Occasion == c.Occasion && slices.Contains(c.Awards, h.Award)
}

func (c *lacksCheck) verdict(p *Prepared) Result {
	if slices.ContainsFunc(p.facts.Awards, c.has) {
		return Failed
	}
	return Met
}

func (c *lacksCheck) needed() string {
	return "chưa được tặng theo " + occasionNames[c.Occasion] + ": " + strings.Join(c.Awards, ", ")
}

func (c *lacksCheck) found(p *Prepared) string {
	for _, h := range p.facts.Awards {
		if c.has(h) {
			return "đã được tặng " + p.law.Award(h.Award).Name + " năm " + strconv.Itoa(h.Year)
		}
	}
	return "chưa được tặng"
}
