package main

import (
	"net"
	"net/url"
	"os"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/web"
)

// siteOf is the address that people open: the one that was set, or this machine's
// own name with the port that is listened to.
func siteOf(set string, listening net.Addr) (*url.URL, error) {
	if set == "" {
		_, port, err := net.SplitHostPort(listening.String())
		return &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}, err
	}
	u, err := url.Parse(strings.TrimSuffix(set, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return nil, problem.Field("--site", "«%s» không phải là địa chỉ của một trang; ghi như https://thidua.cantho.gov.vn, không có gì phía sau.", set)
	}
	return u, nil
}

// signOn is the single sign-on of an installation.
type signOn struct {
	OidcIssuer     string `name:"oidc-issuer" help:"Đăng nhập một lần: địa chỉ issuer của nơi xác thực (OpenID Connect), đúng từng chữ như nơi ấy công bố."`
	OidcClient     string `name:"oidc-client" help:"Tên (client_id) mà nơi xác thực đặt cho chương trình này."`
	OidcSecretFile string `name:"oidc-secret-file" type:"path" help:"Tệp giữ bí mật (client_secret); hoặc đặt ở biến môi trường GIAOUOC_OIDC_SECRET."`
	OidcName       string `name:"oidc-name" help:"Chữ trên nút, ví dụ «Đăng nhập bằng tài khoản tỉnh»."`
	OidcFactor     string `name:"oidc-factor" help:"Giá trị acr hoặc amr được coi là đã đủ hai yếu tố, ví dụ mfa; để trống thì ai bật mã xác thực vẫn phải gõ mã."`
}

// sso reads the settings of the single sign-on.
func (c *signOn) sso() (web.SSO, error) {
	s := web.SSO{Issuer: c.OidcIssuer, Client: c.OidcClient, Name: c.OidcName, Factor: c.OidcFactor, Secret: os.Getenv("GIAOUOC_OIDC_SECRET")}
	switch u, err := url.Parse(s.Issuer); {
	case s == web.SSO{} && c.OidcSecretFile == "":
		return s, nil
	case s.Issuer == "" || s.Client == "":
		return s, problem.Field("--oidc-issuer", "Đăng nhập một lần cần cả --oidc-issuer và --oidc-client.")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return s, problem.Field("--oidc-issuer", "«%s» không phải là địa chỉ của nơi xác thực; ví dụ: https://dangnhap.cantho.gov.vn.", s.Issuer)
	}
	if c.OidcSecretFile == "" {
		return s, nil
	}
	secret, err := os.ReadFile(c.OidcSecretFile)
	if err != nil {
		return s, problem.Field("--oidc-secret-file", "Không đọc được tệp %s.", c.OidcSecretFile)
	}
	s.Secret = strings.TrimSpace(string(secret))
	return s, nil
}
