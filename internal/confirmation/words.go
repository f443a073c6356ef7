package confirmation

import (
	"strconv"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
)

// Words are the paragraphs of what the register says of a grant: who, what, by which
// decision; what a later document corrected, and read as corrected; that it was annulled.
func Words(l *rules.Law, g *award.Commended) []string {
	title := g.AsWritten
	if a := l.Award(g.Award); a != nil {
		title = a.Title()
	}
	who := g.Corrected(award.CorrectName, g.Subject.Name)
	entered := g.Subject.Post
	if g.Subject.Place != "" {
		if entered != "" {
			entered += ", "
		}
		entered += g.Subject.Place
	}
	if where := g.Corrected(award.CorrectAddress, entered); where != "" {
		who += ", " + where
	}
	if g.Subject.BirthYear > 0 {
		who += ", sinh năm " + strconv.Itoa(g.Subject.BirthYear)
	}
	list := []string{
		who + ", được tặng " + title + " theo Quyết định số " + g.Number + " " + g.DecidedOn.Words() + " của " + g.DecidedBy + ", thành tích " + period(g.FromYear, g.Year) + ".",
	}
	if why := strings.TrimRight(g.Corrected(award.CorrectAchievement, g.Achievement), "."); why != "" {
		list = append(list, "Thành tích ghi trong sổ: "+why+".")
	}
	for _, k := range g.Corrections {
		list = append(list, "Văn bản số "+k.Number+" "+k.DecidedOn.Words()+" của "+k.DecidedBy+" đính chính "+lowerFirst(k.Field.Name())+": «"+k.Was+"» đọc là «"+k.Reads+"».")
	}
	if a := g.Annulled; a != nil {
		return append(list, "Khen thưởng nêu trên đã bị hủy bỏ theo Quyết định số "+a.Number+" "+a.DecidedOn.Words()+" của "+a.DecidedBy+", không còn hiệu lực.")
	}
	return append(list, "Đến ngày ký văn bản này, sổ khen thưởng không ghi việc hủy bỏ khen thưởng nêu trên.")
}

// WordsOfNone are the paragraphs where the register has nothing.
func WordsOfNone(about string) []string {
	return []string{
		"Qua tra cứu, sổ khen thưởng của cơ quan không có khen thưởng nào của " + about + ".",
		"Văn bản này chỉ nói về sổ khen thưởng của cơ quan; khen thưởng do nơi khác lưu giữ không được tra cứu.",
	}
}

func period(from, to int) string {
	if from != 0 && from != to {
		return "từ năm " + strconv.Itoa(from) + " đến năm " + strconv.Itoa(to)
	}
	return "năm " + strconv.Itoa(to)
}

func lowerFirst(text string) string {
	r := []rune(text)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
