package pages

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// What was erased on request and what was lost are two things, and a reader can
// tell them apart.
func TestAnEntrySaysWhyItIsEmpty(t *testing.T) {
	const erased, lost = "Nội dung đã xóa theo yêu cầu", "đã mất cùng cơ sở dữ liệu"
	for name, c := range map[string]struct {
		item       RecordItem
		say, unsay []string
	}{
		"whole":          {RecordItem{Title: "Ký", Kind: "giao ước", Who: "Lê Bình", Role: "Lãnh đạo đơn vị"}, []string{"Lê Bình", "vai trò Lãnh đạo đơn vị"}, []string{erased, lost}},
		"who erased":     {RecordItem{Title: "Ký", Erased: true}, []string{"người đã xóa dữ liệu cá nhân"}, []string{erased, lost}},
		"what erased":    {RecordItem{Title: "Ký", Who: "Lê Bình", WhatErased: true}, []string{"Lê Bình", erased}, []string{lost}},
		"lost":           {RecordItem{Title: "Ký", Lost: true}, []string{"không còn biết ai làm", lost}, []string{erased, "người đã xóa"}},
		"needs no role":  {RecordItem{Title: "Đặt mật khẩu", Who: "Lê Bình", Self: true, Role: "Việc của bản thân"}, []string{"việc của bản thân"}, []string{"vai trò"}},
		"nobody's, none": {RecordItem{Title: "Đăng nhập không thành"}, []string{"Đăng nhập không thành"}, []string{"vai trò", erased, lost}},
	} {
		var b bytes.Buffer
		if err := recordItem(c.item, "h3").Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		page := strings.Join(strings.Fields(b.String()), " ")
		for _, text := range c.say {
			if !strings.Contains(page, text) {
				t.Errorf("%s: does not say %q: %s", name, text, page)
			}
		}
		for _, text := range c.unsay {
			if strings.Contains(page, text) {
				t.Errorf("%s: says %q: %s", name, text, page)
			}
		}
	}
}
