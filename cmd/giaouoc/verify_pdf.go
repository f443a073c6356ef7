package main

import (
	"fmt"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/signature"
)

type verifyPDFCmd struct {
	File  string   `arg:"" name:"tệp" type:"path" help:"Tệp PDF."`
	Roots []string `type:"path" sep:"none" placeholder:"PEM" help:"Chứng thư gốc mà bạn tin; dùng nhiều lần được. Không nêu thì mọi người ký đều là chưa tin được."`
	CRL   []string `name:"crl" type:"path" sep:"none" placeholder:"TỆP" help:"Danh sách chứng thư bị thu hồi (CRL); dùng nhiều lần được."`
}

// Run prints what was found of every signature, and fails when something speaks
// against one.
func (c *verifyPDFCmd) Run(k *kong.Kong) error {
	file, err := readInput("tệp", c.File)
	if err != nil {
		return err
	}
	trust := signature.Trust{At: time.Now()}
	for _, name := range c.Roots {
		content, err := readInput("--roots", name)
		if err != nil {
			return err
		}
		list, err := signature.ReadCertificates(content)
		if err != nil {
			return problem.Field("--roots", "Tệp %s không có chứng thư nào đọc được.", name)
		}
		trust.Roots = append(trust.Roots, list...)
	}
	for _, name := range c.CRL {
		content, err := readInput("--crl", name)
		if err != nil {
			return err
		}
		list, err := signature.ReadRevoked(content)
		if err != nil {
			return problem.Field("--crl", "Tệp %s không phải danh sách chứng thư bị thu hồi.", name)
		}
		trust.Revoked = append(trust.Revoked, list...)
	}
	r := signature.Check(file, trust)
	fmt.Fprint(k.Stdout, r)
	if len(trust.Roots) == 0 && len(r.Signatures) > 0 {
		fmt.Fprintln(k.Stdout, "Chưa nêu chứng thư gốc nào (--roots) nên chưa biết người ký có đúng là người ấy không.")
	}
	faults := r.Faults()
	if len(faults) == 0 {
		fmt.Fprintf(k.Stdout, "ĐÚNG: %d chữ ký, không có điều gì trái.\n", len(r.Signatures))
		return nil
	}
	return problem.New(problem.Invalid, "SAI: %s", faults[0])
}
