package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"giaouoc/internal/dossier"
)

type dossierCmd struct {
	Archive dossierArchiveCmd `cmd:"" help:"Lấy ra một hồ sơ đã lưu trữ và niêm phong thành một tệp zip kèm mục lục, mã băm và chứng minh của nhật ký; khi chương trình đang dừng."`
	Diagram diagramCmd        `cmd:"" help:"In sơ đồ (Mermaid) và bảng các việc được làm với một hồ sơ khen thưởng, từ chính bảng trong chương trình."`
}

type diagramCmd struct{}

// Run prints the page of the guide.
func (diagramCmd) Run(k *kong.Kong) error {
	_, err := fmt.Fprint(k.Stdout, dossier.Guide())
	return err
}
