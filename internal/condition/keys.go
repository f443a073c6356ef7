package condition

import (
	"context"
	"fmt"
	"os"
	"slices"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

const doKeys = "Chép lại thư mục khóa của chính cài đặt này, từ nơi cất riêng hoặc từ bản sao lưu có khóa; đừng xóa khóa đang có trước khi chắc."

// keys tells whether the keys are there and this installation's own. Nothing is made
// where there are none.
func keys(ctx context.Context, p Place) Part {
	part := Part{Title: "Khóa"}
	var inUse string
	err := p.DB.View(ctx, func(tx *db.Tx) (err error) {
		inUse, err = signingKey(tx)
		return err
	})
	if err != nil {
		part.add("keys.signing", "Khóa ký nhật ký", Broken, doKeys, "Không đọc được: %s", firstLine(err.Error()))
		return part
	}
	if found, err := os.ReadDir(p.keysDir()); err != nil || len(found) == 0 {
		part.absent(p, inUse, err)
		return part
	}
	ring, err := key.Open(p.keysDir())
	if err != nil {
		part.add("keys.data", "Khóa dữ liệu", Broken, doKeys, "%s", saidOf(err))
		return part
	}
	part.signing(ring, inUse)
	part.data(ctx, p, ring)
	return part
}

// absent tells of a folder without keys, which is right before the first start.
func (p *Part) absent(place Place, inUse string, err error) {
	switch {
	case err != nil && !os.IsNotExist(err):
		p.add("keys.folder", "Thư mục khóa", Broken, "Chạy lệnh này dưới người dùng của chương trình.", "Không đọc được thư mục khóa %s.", place.keysDir())
	case inUse == "":
		p.add("keys.folder", "Thư mục khóa", Good, "", "Chưa có khóa: giaouoc serve tạo ở lần chạy đầu.")
	default:
		p.add("keys.folder", "Thư mục khóa", Broken, doKeys, "Thiếu khóa ở %s, mà cơ sở dữ liệu này đã dùng khóa.", place.keysDir())
	}
}

func (p *Part) signing(ring *key.Ring, inUse string) {
	const name = "Khóa ký nhật ký"
	list, err := ring.Signing()
	switch mine := slices.ContainsFunc(list, func(k *key.Signing) bool { return k.Verifier == inUse }); {
	case err != nil:
		p.add("keys.signing", name, Broken, doKeys, "%s", saidOf(err))
	case inUse == "":
		p.add("keys.signing", name, Good, "", "Nhật ký chưa được ký lần nào.")
	case len(list) == 0:
		p.add("keys.signing", name, Broken, doKeys, "Thiếu khóa ký nhật ký, mà nhật ký đã được ký.")
	case !mine:
		p.add("keys.signing", name, Broken, doKeys, "Là của một cài đặt khác, hoặc đã được đổi ở máy khác.")
	default:
		p.add("keys.signing", name, Good, "", "Đúng khóa đang ký nhật ký này.")
	}
}

func (p *Part) data(ctx context.Context, place Place, ring *key.Ring) {
	const name = "Khóa dữ liệu"
	var known, fits bool
	err := place.DB.View(ctx, func(tx *db.Tx) (err error) {
		known, fits, err = account.KeyFits(tx, ring)
		return err
	})
	switch {
	case err != nil:
		p.add("keys.data", name, Broken, doKeys, "Không đối chiếu được: %s", firstLine(err.Error()))
	case !known:
		p.add("keys.data", name, Good, "", "Có; chưa tài khoản nào có mã xác thực hay khóa truy cập để đối chiếu.")
	case !fits:
		p.add("keys.data", name, Broken, doKeys, "Không mở được những gì cơ sở dữ liệu này đã mã hóa: là khóa của một cài đặt khác.")
	default:
		p.add("keys.data", name, Good, "", "Mở được những gì cơ sở dữ liệu này đã mã hóa.")
	}
}

// saidOf is the sentence of a problem, or the beginning of an error of ours.
func saidOf(err error) string {
	if list := problem.All(err); len(list) > 0 {
		return list[0].Text
	}
	return fmt.Sprintf("Không đọc được: %s", firstLine(err.Error()))
}
