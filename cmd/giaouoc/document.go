package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/problem"
)

// documentCmd makes official documents.
type documentCmd struct {
	Samples documentSamplesCmd `cmd:"" help:"Ghi mỗi loại văn bản một mẫu (docx và pdf) từ dữ liệu minh họa vào một thư mục."`
}

// documentSamplesCmd writes one document of each kind.
type documentSamplesCmd struct {
	Dir string `arg:"" name:"dir" type:"path" help:"Thư mục; chưa có thì được tạo."`
}

// Run writes the samples and lists what it wrote.
func (c *documentSamplesCmd) Run(out io.Writer) error {
	words, err := document.Carried()
	if err != nil {
		return err
	}
	list, err := samples(words)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return problem.Field("dir", "Không tạo được thư mục %s.", c.Dir)
	}
	for _, s := range list {
		for _, f := range []struct {
			ending string
			write  func(io.Writer, *layout.Layout) error
		}{{".docx", docx.Write}, {".pdf", pdf.Write}} {
			content, err := written(s.document, f.write)
			if err != nil {
				return fmt.Errorf("write sample %s: %w", s.name+f.ending, err)
			}
			name := filepath.Join(c.Dir, s.name+f.ending)
			if err := os.WriteFile(name, content, 0o644); err != nil {
				return problem.Field("dir", "Không ghi được %s.", name)
			}
			if _, err := fmt.Fprintln(out, name); err != nil {
				return fmt.Errorf("list samples: %w", err)
			}
		}
	}
	return nil
}

func written(d *document.Document, write func(io.Writer, *layout.Layout) error) ([]byte, error) {
	l, err := layout.Compose(d)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = write(&b, &l)
	return b.Bytes(), err
}
