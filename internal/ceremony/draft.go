package ceremony

import (
	"fmt"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
)

// DraftOf is what is read for a part, drafted from the register: sentences of its
// figures, and a blank where nobody wrote who hands out. Award is its title.
func DraftOf(s *Scene, title string) string {
	entries := s.Entries()
	var standing []Entry
	for _, e := range entries {
		if !e.Annulled() {
			standing = append(standing, e)
		}
	}
	if len(standing) == 0 {
		return ""
	}
	first := standing[0].Grant
	text := fmt.Sprintf("Công bố Quyết định số %s %s của %s, tặng %s cho %s.", s.Decision, s.DecidedOn.Words(), first.DecidedBy, title, counted(len(standing), s.Kind))
	if why := sameAchievement(standing); why != "" {
		text += "\nThành tích: " + why + "."
	}
	giver := "…"
	if s.Giver != "" {
		giver = s.Giver + ", " + s.Position
	}
	return text + "\nTrân trọng kính mời " + giver + " lên trao tặng."
}

// sameAchievement is what all were given it for, in the same words; empty where they
// differ.
func sameAchievement(list []Entry) string {
	why := ""
	for i := range list {
		own := list[i].Grant.Corrected(award.CorrectAchievement, list[i].Grant.Achievement)
		if i > 0 && own != why {
			return ""
		}
		why = own
	}
	for len(why) > 0 && why[len(why)-1] == '.' {
		why = why[:len(why)-1]
	}
	return why
}

func counted(n int, k rules.Kind) string {
	if n < 10 {
		return fmt.Sprintf("0%d %s", n, k.Name())
	}
	return fmt.Sprintf("%d %s", n, k.Name())
}
