package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

type accountCmd struct {
	Recover recoverCmd `cmd:"" help:"Khôi phục một tài khoản: in liên kết đặt lại mật khẩu. Dùng khi không còn đủ hai quản trị viên."`
}

type recoverCmd struct {
	Login  string `arg:"" help:"Tên đăng nhập."`
	Reason string `required:"" help:"Lý do; nhật ký giữ lại."`
	Factor bool   `name:"drop-second-factor" help:"Bỏ cả mã xác thực và mã dự phòng, khi người ấy mất điện thoại."`
	Data   string `type:"path" default:"giaouoc-data" help:"Thư mục dữ liệu."`
	DB     string `name:"db" help:"postgres://… nếu dùng PostgreSQL."`
	Site   string `default:"http://localhost:8080" help:"Địa chỉ mà mọi người mở chương trình."`
}

// Run prints the one-time link by which a person chooses a new password.
func (c *recoverCmd) Run(ctx context.Context, out io.Writer) error {
	p := place{Data: c.Data, DB: c.DB}
	d, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	var a account.Account
	var token string
	err = d.Update(ctx, func(tx *db.Tx) (err error) {
		tx.Actor = operator()
		a, token, err = account.RecoverAtMachine(tx, c.Login, strings.TrimSpace(c.Reason), c.Factor)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Mật khẩu cũ và mọi phiên của %s đã hết hiệu lực. Liên kết đặt lại mật khẩu, dùng một lần trong 24 giờ:\n%s/loi-moi/%s\n", a.Name, strings.TrimRight(c.Site, "/"), token)
	return err
}
