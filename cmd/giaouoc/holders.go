package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
)

// holding is who holds the keys of secret ballots.
type holding struct {
	Holder      []string `sep:"none" env:"GIAOUOC_HOLDERS" placeholder:"TÊN=NƠI" help:"Một trong hai người giữ khóa của bỏ phiếu kín: dòng do «giaouoc hold» in ra, hoặc TÊN=/thư-mục trên máy này. Dùng đúng hai lần; không dùng thì chỉ bỏ phiếu trên giấy. Dòng có bí mật thì nên ghi ở --holders-file."`
	HoldersFile string   `type:"path" env:"GIAOUOC_HOLDERS_FILE" placeholder:"TỆP" help:"Tệp ghi hai người giữ khóa, mỗi người một dòng như ở --holder."`
}

// holders opens the two that the operator names, or none.
func (c *holding) holders(data string, log *slog.Logger) ([]holder.Signer, error) {
	lines, err := c.lines()
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	if len(lines) != 2 {
		return nil, problem.Field("--holder", "Cần đúng hai người giữ khóa, đang ghi %d; hai người ấy nên thuộc hai bên khác nhau.", len(lines))
	}
	var list []holder.Signer
	secrets, places := map[string]bool{}, map[string]bool{}
	for _, line := range lines {
		text, where, _ := strings.Cut(line, "=")
		name, err := holderName(text)
		if err != nil {
			return nil, problem.Field("--holder", "%s", err)
		}
		s, place, secret, err := openHolder(name, strings.TrimSpace(where), data, log)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && list[0].Name() == name {
			return nil, problem.Field("--holder", "Hai người giữ khóa cùng tên «%s»; mỗi người một tên.", name)
		}
		if secrets[secret] || places[place] {
			return nil, problem.Field("--holder", "«%s» và «%s» là cùng một người giữ khóa (cùng thư mục, địa chỉ hoặc bí mật); cần hai người khác nhau.", list[0].Name(), name)
		}
		secrets[secret], places[place] = true, true
		list = append(list, s)
	}
	return list, nil
}

// lines are those of the flags and of the file.
func (c *holding) lines() ([]string, error) {
	text := strings.Join(c.Holder, "\n")
	if c.HoldersFile != "" {
		content, err := os.ReadFile(c.HoldersFile)
		if err != nil {
			return nil, problem.Field("--holders-file", "Không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc.", c.HoldersFile)
		}
		text += "\n" + string(content)
	}
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// openHolder opens one holder. Place and secret tell it from the other.
func openHolder(name, where, data string, log *slog.Logger) (s holder.Signer, place, secret string, err error) {
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		return newFarHolder(name, where, log)
	}
	if where == "" {
		return nil, "", "", problem.Field("--holder", "«%s» chưa ghi ở đâu; ghi TÊN=NƠI, nơi là dòng do «giaouoc hold» in ra hoặc một thư mục trên máy này.", name)
	}
	place = resolved(where)
	if home := resolved(data); place == home || strings.HasPrefix(place, home+string(filepath.Separator)) {
		return nil, "", "", problem.Field("--holder", "Thư mục của «%s» nằm trong thư mục dữ liệu %s; khóa bỏ phiếu phải ở ngoài dữ liệu và bản sao lưu, hãy chọn thư mục khác.", name, data)
	}
	if home := installationAround(place); home != "" {
		return nil, "", "", problem.Field("--holder", "Thư mục của «%s» nằm trong thư mục dữ liệu %s của một máy chủ; khóa bỏ phiếu phải ở ngoài dữ liệu và bản sao lưu, hãy chọn thư mục khác.", name, home)
	}
	folder, err := holder.Open(place)
	if err == nil {
		secret, err = folder.Secret()
	}
	if err != nil {
		return nil, "", "", fmt.Errorf("không mở được thư mục của «%s» (%s); hãy kiểm tra đường dẫn và quyền ghi (%w)", name, place, err)
	}
	return holder.Near{Called: name, Folder: folder}, place, secret, nil
}

// newFarHolder reads an address with a secret. No message repeats them.
func newFarHolder(name, where string, log *slog.Logger) (s holder.Signer, place, secret string, err error) {
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Path != "" && u.Path != "/" {
		return nil, "", "", problem.Field("--holder", "Địa chỉ của «%s» không đúng; dùng nguyên dòng do «giaouoc hold» in ra, ví dụ Ban kiểm phiếu=https://giu-khoa.vidu.vn:9000/#BÍ-MẬT.", name)
	}
	if secret = u.Fragment; secret == "" {
		return nil, "", "", problem.Field("--holder", "Địa chỉ của «%s» thiếu bí mật sau dấu #; dùng nguyên dòng do «giaouoc hold» in ra, và đặt nó trong dấu nháy khi ghi ở dòng lệnh.", name)
	}
	place = u.Scheme + "://" + strings.ToLower(u.Host)
	f := &farHolder{name: name, place: place, secret: secret, log: log}
	f.client = newHoldClient(f)
	f.here.Store(isOwn(u.Hostname()))
	if u.Scheme == "http" && !f.here.Load() {
		log.Warn("a holder is asked without HTTPS; the traffic shows who takes a token when", "holder", name)
	}
	return f, place, secret, nil
}

// isOwn reports whether a host is this machine, as far as its name is known by now.
func isOwn(host string) bool {
	ips, _ := net.LookupIP(host)
	own, _ := net.InterfaceAddrs()
	for _, ip := range ips {
		if ip.IsLoopback() || slices.ContainsFunc(own, func(a net.Addr) bool { n, ok := a.(*net.IPNet); return ok && n.IP.Equal(ip) }) {
			return true
		}
	}
	return false
}

// demoHolders are two folders beside the data of the demonstration.
func demoHolders(data string) ([]holder.Signer, error) {
	var list []holder.Signer
	for _, one := range []struct{ name, folder string }{{"Ban kiểm phiếu", "ban-kiem-phieu"}, {"Cơ quan thường trực", "co-quan-thuong-truc"}} {
		folder, err := holder.Open(filepath.Join(data+"-giu-khoa", one.folder))
		if err != nil {
			return nil, err
		}
		list = append(list, holder.Near{Called: one.name, Folder: folder})
	}
	return list, nil
}
