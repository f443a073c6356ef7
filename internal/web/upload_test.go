package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/internal/problem"
)

func TestUploadSaysWhatIsTooLarge(t *testing.T) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "a.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(make([]byte, maxBody)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, maxBody)
	r.FormValue("text") // a handler reads its other fields first
	_, err = (&Server{}).look(r, "file")
	list := problem.All(err)
	if len(list) != 1 || list[0].Field != "file" || !strings.Contains(list[0].Text, "20 MB") {
		t.Errorf("got %v", err)
	}
}
