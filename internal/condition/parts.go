package condition

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"giaouoc/internal/backup"
	"giaouoc/internal/db"
	"giaouoc/internal/jobs"
	"giaouoc/internal/measure"
	"giaouoc/internal/record"
)

const titleDatabase = "Cơ sở dữ liệu"

// Bounds beyond which a fact is worth a look, or broken. docs/operate/van-hanh.md
// has the same for alarms.
const (
	slowAnswer, noAnswer = 100 * time.Millisecond, time.Second // the second is when /san-sang gives up
	clocksApart          = 2 * time.Second
	clocksWrong          = time.Minute // deadlines fall on the wrong day around midnight
	sealLate, sealStuck  = 10 * time.Second, time.Minute
	letterLate           = time.Hour
	jobLate              = 15 * time.Minute
	backupLate           = 48 * time.Hour
)

// silent is the only fact of a database that does not answer.
func silent(err error) Part {
	p := Part{Title: titleDatabase}
	says := "Không trả lời trong thời gian chờ."
	if !errors.Is(err, context.DeadlineExceeded) {
		says = fmt.Sprintf("Không đọc được: %s", firstLine(err.Error()))
	}
	p.add("database.up", "Trả lời", Broken, "Kiểm tra máy chủ cơ sở dữ liệu, đường mạng, ổ đĩa; nếu tệp hỏng, giữ nguyên tệp và khôi phục từ bản sao lưu vào nơi khác.", "%s", says)
	return p
}

func database(p Place, r Reading) Part {
	part := Part{Title: titleDatabase}
	engine := "SQLite"
	if r.Engine == db.PostgreSQL {
		engine = "PostgreSQL"
	}
	part.add("database.engine", "Loại, dung lượng", Good, "", "%s %s, %s", engine, r.Vitals.Server, bytes(r.Vitals.Size))
	part.add("database.answer", "Thời gian trả lời", worse(r.Vitals.Took, slowAnswer, noAnswer), "Xem máy có quá tải không, và các dòng «slow statement» trong nhật ký máy.",
		"Câu hỏi ngắn nhất: %s.", lasting(r.Vitals.Took))
	here := "UTC" + r.At.Format("-07:00")
	if r.Engine == db.SQLite {
		part.add("database.clock", "Đồng hồ", Good, "", "Cơ sở dữ liệu dùng đồng hồ của máy này, múi giờ %s.", here)
	} else {
		part.add("database.clock", "Đồng hồ", worse(r.Vitals.Ahead.Abs(), clocksApart, clocksWrong), "Cho cả hai máy lấy giờ từ một nơi (NTP, chrony): thời hạn tính theo giờ của máy này.",
			"Cơ sở dữ liệu lệch %s so với máy này; múi giờ của máy này %s, của cơ sở dữ liệu %s.", lasting(r.Vitals.Ahead), here, r.Vitals.Zone)
	}
	part.schema(p.Schema)
	return part
}

func (p *Part) schema(s db.Schema) {
	switch {
	case len(s.Foreign) > 0:
		p.add("database.schema", "Cấu trúc bảng", Broken, "Dùng đúng bản chương trình đang phục vụ cơ sở dữ liệu này, hoặc bản mới hơn.",
			"Do một bản chương trình khác ghi: có bước nâng cấp %d mà bản này không biết. Phần dựa vào bảng chưa được kiểm.", s.Foreign[0])
	case len(s.Missing) > 0:
		p.add("database.schema", "Cấu trúc bảng", Broken, "Sao lưu, rồi chạy giaouoc serve của bản này: chương trình nâng cấp bảng khi khởi động. Sau đó kiểm lại.",
			"Cũ hơn bản chương trình này: thiếu %d bước nâng cấp, đầu tiên là bước %d. Phần dựa vào bảng chưa được kiểm.", len(s.Missing), s.Missing[0])
	default:
		p.add("database.schema", "Cấu trúc bảng", Good, "", "Đúng bản chương trình này.")
	}
}

func (p *Part) integrity(ctx context.Context, place Place) {
	const do = "Tắt chương trình, giữ nguyên cơ sở dữ liệu để tìm nguyên nhân, khôi phục bản sao lưu gần nhất còn nguyên vào một nơi khác."
	flaws, err := place.DB.Integrity(ctx)
	switch {
	case err != nil:
		p.add("database.integrity", "Nguyên vẹn", Broken, do, "Không đọc hết được: %s", firstLine(err.Error()))
	case len(flaws) > 0:
		p.add("database.integrity", "Nguyên vẹn", Broken, do, "Có %d chỗ hỏng: %s", len(flaws), firstLine(strings.Join(flaws, "; ")))
	case place.DB.Engine == db.PostgreSQL:
		p.add("database.integrity", "Nguyên vẹn", Good, "", "Chỉ mục và ràng buộc đều có hiệu lực, PostgreSQL không ghi nhận trang hỏng nào.")
	default:
		p.add("database.integrity", "Nguyên vẹn", Good, "", "Mọi trang, chỉ mục và khóa ngoại đều đúng.")
	}
}

const (
	titleRecord = "Nhật ký"
	doRecord    = "Đọc mục «Khi nhật ký không khớp» ở docs/operate/van-hanh.md trước khi làm gì."
)

// sealed tells how the record of a running program stands.
func sealed(p Place, r Reading) Part {
	part := Part{Title: titleRecord}
	if r.Sealed == 0 {
		part.add("record.sealed", "Đã niêm phong", Good, "", "Chưa có mục nào.")
	} else {
		part.add("record.sealed", "Đã niêm phong", Good, "", "%s mục đã niêm phong, lần cuối %s.", number(r.Sealed), moment(r.Signed))
	}
	verdict, says := worse(r.Waiting.Age, sealLate, sealStuck), "Không mục nào đang chờ."
	if r.Waiting.N > 0 {
		says = fmt.Sprintf("%s mục chờ niêm phong, lâu nhất %s.", number(r.Waiting.N), lasting(r.Waiting.Age))
	}
	if p.Log != nil && !p.Log.Seals() {
		verdict, says = Broken, "Chương trình thôi niêm phong: lần vừa rồi hỏng."
	}
	part.add("record.waiting", "Chờ niêm phong", verdict, doRecord, "%s", says)
	if p.Log != nil {
		public := p.Log.Published().Size
		behind := Good
		if public < r.Sealed && time.Since(r.Signed) > sealLate {
			behind = Look
		}
		part.add("record.published", "Tệp công khai", behind, doRecord, "Đã công khai đến %s trong %s mục.", number(public), number(r.Sealed))
	}
	return part
}

// audited reads the whole record.
func audited(ctx context.Context, p Place) Part {
	part := Part{Title: titleRecord}
	a, err := record.AuditAll(ctx, p.DB, p.recordDir())
	if err != nil {
		part.add("record.whole", "Nguyên vẹn", Broken, doRecord, "Không đọc hết được nhật ký: %s", firstLine(err.Error()))
		return part
	}
	for _, f := range a.Faults {
		part.add("record.whole", "Nguyên vẹn", Broken, doRecord, "%s", f)
	}
	if len(a.Faults) == 0 {
		part.add("record.whole", "Nguyên vẹn", Good, "",
			"Nhật ký nguyên vẹn: %d mục đã niêm phong khớp với chữ ký và với tệp công khai, %d mục có phần đã xóa theo yêu cầu, %d mục đã mất nội dung, %d mục chờ niêm phong.",
			a.Size, a.Erased, a.Lost, a.Waiting)
	}
	return part
}

// stock tells whether the files that the database refers to are there.
func stock(ctx context.Context, p Place, whole bool) Part {
	const do = "Tìm lại tệp trong các bản sao lưu cũ (tep/HAI-CHỮ-ĐẦU/PHẦN-CÒN-LẠI) và chép vào thư mục tep."
	part := Part{Title: "Tệp lưu"}
	s, err := backup.StockOf(ctx, p.DB, p.Data, whole)
	switch {
	case err != nil:
		part.add("files.whole", "Kho tệp", Broken, "Kiểm tra quyền đọc và ổ đĩa của thư mục tep.", "Không xem được: %s", firstLine(err.Error()))
		return part
	case s.Looked < s.Referred:
		part.add("files.whole", "Kho tệp", Look, "Chạy giaouoc check để xem hết.", "Mới xem %s trong %s tệp, chưa hết vì lâu.", number(int64(s.Looked)), number(int64(s.Referred)))
	case len(s.Lost)+len(s.Changed) > 0:
	case s.Referred == 0:
		part.add("files.whole", "Kho tệp", Good, "", "Chưa có tệp nào.")
	case whole:
		part.add("files.whole", "Kho tệp", Good, "", "%s tệp đều có và đúng nội dung.", number(int64(s.Referred)))
	default:
		part.add("files.whole", "Kho tệp", Good, "", "%s tệp đều có.", number(int64(s.Referred)))
	}
	if n := len(s.Lost); n > 0 {
		part.add("files.lost", "Tệp mất", Broken, do, "%d tệp không còn trong kho: %s", n, few(s.Lost))
	}
	if n := len(s.Changed); n > 0 {
		part.add("files.changed", "Tệp bị đổi", Broken, do, "%d tệp không còn đúng nội dung: %s", n, few(s.Changed))
	}
	return part
}

func letters(r Reading) Part {
	part := Part{Title: "Thư"}
	if r.Letters.N == 0 {
		part.add("letters.waiting", "Thư chờ gửi", Good, "", "Không thư nào đang chờ.")
	} else {
		part.add("letters.waiting", "Thư chờ gửi", worse(r.Letters.Age, letterLate, never), "Xem máy chủ thư có trả lời không: các dòng «mail not sent» trong nhật ký máy.",
			"%s thư đang chờ, lâu nhất %s.", number(r.Letters.N), lasting(r.Letters.Age))
	}
	if r.Failed.Lately == 0 {
		part.add("letters.failed", "Thư không gửi được", Good, "", "Không thư nào trong 7 ngày qua.")
	} else {
		part.add("letters.failed", "Thư không gửi được", Look, "Người có địa chỉ bị từ chối thấy điều ấy ở trang của mình; nhiều thư cùng hỏng thì kiểm tra máy chủ thư.",
			"%s thư trong 7 ngày qua; lần gần nhất: %s", number(r.Failed.Lately), firstLine(r.Failed.Last))
	}
	return part
}

// jobsOf tells how what the program does by itself stands: each job, or only those that
// do not go well.
func jobsOf(r Reading, each bool) Part {
	part := Part{Title: "Việc chương trình tự làm"}
	have := map[string]Job{}
	for _, j := range r.Jobs {
		have[j.Name] = j
	}
	n, well := 0, 0
	for _, k := range jobs.Known() {
		if !k.Alone {
			continue // every moment, on each machine; what it leaves undone is counted elsewhere
		}
		n++
		f := jobFact(k, have[k.Name], r.At)
		if f.Verdict == Good {
			well++
		}
		if each || f.Verdict != Good {
			part.Facts = append(part.Facts, f)
		}
	}
	if !each {
		part.add("jobs.well", "Các việc", Good, "", "%d trong %d việc chạy tốt.", well, n)
	}
	return part
}

func jobFact(k jobs.Job, j Job, now time.Time) Fact {
	var p Part
	key, name := "job."+k.Name, k.Says
	switch {
	case j.Name == "":
		p.add(key, name, Good, "", "Chưa chạy lần nào.")
	case j.Error != "":
		p.add(key, name, Look, "Chương trình tự chạy lại. Nếu cứ hỏng, tìm dòng «job failed» trong nhật ký máy và gửi cho người hỗ trợ.", "Lần cuối %s hỏng: %s", moment(j.EndedAt.Time), firstLine(j.Error))
	case j.Overdue(now) > jobLate+k.Every/10:
		p.add(key, name, Look, "Xem máy chủ có đang chạy không.", "Lẽ ra chạy lúc %s mà chưa chạy.", moment(j.DueAt.Time))
	case j.EndedAt.IsZero():
		p.add(key, name, Good, "", "Đang chạy lần đầu.")
	default:
		p.add(key, name, Good, "", "Lần cuối %s, mất %s; lần tới %s.", moment(j.EndedAt.Time), lasting(j.Took()), moment(j.DueAt.Time))
	}
	return p.Facts[0]
}

func backups(p Place, now time.Time) Part {
	part := Part{Title: "Sao lưu"}
	const do = "Cho giaouoc backup chạy hằng ngày (docs/operate/sao-luu.md); nếu sao lưu bằng cách khác thì theo dõi ở nơi ấy."
	l, there, err := backup.LastOf(p.Data)
	switch {
	case err != nil:
		part.add("backup.last", "Lần gần nhất", Look, do, "Không đọc được dòng ghi lần sao lưu gần nhất.")
	case !there:
		part.add("backup.last", "Lần gần nhất", Look, do, "Chưa có lần giaouoc backup nào từ thư mục dữ liệu này.")
	default:
		part.add("backup.last", "Lần gần nhất", worse(now.Sub(l.TakenAt), backupLate, never), do, "%s (cách đây %s), %s.", moment(l.TakenAt), lasting(now.Sub(l.TakenAt)), bytes(l.Size))
	}
	if n := len(l.Missing); n > 0 {
		part.add("backup.missing", "Tệp không sao lưu được", Broken, "Tìm lại trong bản sao lưu cũ hơn; chạy giaouoc check để biết tệp nào.", "%d tệp đã mất hoặc không còn nguyên từ trước lần sao lưu ấy.", n)
	}
	return part
}

// ballots tells who holds the keys of secret ballots.
func ballots(p Place) Part {
	part := Part{Title: "Bỏ phiếu kín"}
	if len(p.Holders) == 0 {
		part.add("ballot.holders", "Người giữ khóa", Good, "", "Không đặt: chỉ bỏ phiếu trên giấy.")
	} else {
		part.add("ballot.holders", "Người giữ khóa", Good, "", "%s.", strings.Join(p.Holders, " và "))
	}
	return part
}

// version is what runs and since when.
func (p *Part) version(place Place) {
	if place.Began.IsZero() {
		p.add("machine.version", "Bản chương trình", Good, "", "Bản %s, dựng bằng %s.", measure.Version(), runtime.Version())
		return
	}
	p.add("machine.version", "Bản chương trình", Good, "", "Bản %s, dựng bằng %s, chạy từ %s.", measure.Version(), runtime.Version(), moment(place.Began))
}
