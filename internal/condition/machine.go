package condition

import (
	"os"
	"path/filepath"
	"runtime"

	"giaouoc/internal/disk"
)

// Bounds of the free part of the disk.
const (
	spareShare  = 10 // percent
	spareBroken = 300 << 20
)

// machine tells of the machine that is looked from. Where several serve one database,
// each tells of itself.
func machine(p Place) Part {
	part := Part{Title: "Máy này"}
	part.version(p)
	part.space(p)
	part.permissions(p)
	return part
}

func (p *Part) space(place Place) {
	const name, do = "Ổ đĩa", "Dọn hoặc mở rộng ổ đĩa: hết chỗ thì không ai ghi được gì nữa."
	s, err := disk.SpaceAt(place.Data)
	if err != nil {
		p.add("machine.disk", name, Look, "Kiểm tra đường dẫn của thư mục dữ liệu.", "Không hỏi được ổ đĩa của thư mục dữ liệu: %s", firstLine(err.Error()))
		return
	}
	share := int64(100)
	if s.Whole > 0 {
		share = 100 * s.Free / s.Whole
	}
	verdict := Good
	switch {
	case s.Free < spareBroken:
		verdict = Broken
	case share < spareShare:
		verdict = Look
	}
	p.add("machine.disk", name, verdict, do, "Còn trống %s trong %s (%d%%).", bytes(s.Free), bytes(s.Whole), share)
}

// bare lists the keys that others on the machine may read, where they may come at them.
func bare(dir string) (names []string) {
	keys, _ := filepath.Glob(filepath.Join(dir, "*.khoa")) // the pattern is right
	for _, path := range keys {
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

// permissions tells who else on the machine may read the data. Windows has no such bits.
func (p *Part) permissions(place Place) {
	const name = "Quyền đọc"
	if runtime.GOOS == "windows" {
		p.add("machine.permissions", name, Good, "", "Không xét trên Windows; chỉ người chạy chương trình nên đọc được thư mục dữ liệu.")
		return
	}
	around, err := os.Stat(place.Data)
	if err != nil {
		p.add("machine.permissions", name, Look, "Kiểm tra đường dẫn của thư mục dữ liệu.", "Không xem được thư mục dữ liệu: %s", firstLine(err.Error()))
		return
	}
	shut := around.Mode().Perm()&0o077 == 0
	switch keys := bare(place.keysDir()); {
	case !shut && len(keys) > 0:
		p.add("machine.permissions", name, Broken, "chmod -R go= THƯ-MỤC-DỮ-LIỆU. Nếu người khác dùng máy này thì đổi khóa: giaouoc key rotate.",
			"Người khác trên máy này đọc được khóa: %s", few(keys))
	case !shut:
		p.add("machine.permissions", name, Look, "chmod go= THƯ-MỤC-DỮ-LIỆU.", "Người khác trên máy này vào được thư mục dữ liệu; khóa thì không.")
	default:
		p.add("machine.permissions", name, Good, "", "Chỉ người chạy chương trình vào được thư mục dữ liệu.")
	}
}
