package interop

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"testing"

	"github.com/pb33f/libopenapi"
	"go.yaml.in/yaml/v3"

	"giaouoc/interop/openclient"
)

// The description of open data is OpenAPI 3.1 that a reader of others takes, and the
// client in openclient was made of it: when it changes,
//
//	go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config testdata/client.yaml testdata/openapi.json
func TestOpenAPI(t *testing.T) {
	address, _, _ := demo(t)
	content := fetch(t, address+"/api/v1/openapi.json")
	kept, err := os.ReadFile("testdata/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(kept), bytes.TrimSpace(content)) {
		t.Error("testdata/openapi.json, of which the client was made, is no longer the description")
	}
	for _, text := range [][]byte{content, fetch(t, address+"/api/v1/openapi.yaml")} {
		doc, err := libopenapi.NewDocument(text)
		if err != nil {
			t.Fatal(err)
		}
		model, err := doc.BuildV3Model()
		if err != nil {
			t.Fatal(err)
		}
		if doc.GetVersion() != "3.1.0" || model.Model.Info.License == nil || model.Model.Paths.PathItems.Len() != 13 {
			t.Errorf("version %s, %d paths", doc.GetVersion(), model.Model.Paths.PathItems.Len())
		}
		for path, item := range model.Model.Paths.PathItems.FromOldest() {
			if item.Get == nil || item.Get.OperationId == "" || item.Get.Responses.FindResponseByCode(200) == nil || item.Get.Responses.FindResponseByCode(422) == nil {
				t.Errorf("%s says too little", path)
			}
		}
	}
}

// published are the figures of data/five-cities.yaml.
type published struct {
	Figures []struct {
		Cluster string
		Year    int
		Code    string
		Name    string
		Unit    string
		Of      string
		Value   string
		Share   string `yaml:"national_share"`
		Source  string
	} `yaml:"published_figures"`
}

// A client that was made of the description reads the figures of the five cities of
// 2020 over HTTP, as they stand in the published facts.
func TestAClientReadsTheFiguresOf2020(t *testing.T) {
	address, _, _ := demo(t)
	c, err := openclient.NewClientWithResponses(address)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile("../data/five-cities.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var facts published
	if err := yaml.Unmarshal(content, &facts); err != nil {
		t.Fatal(err)
	}
	cluster, year, size := "nam-thanh-pho", int64(2020), int64(500)
	answer, err := c.ListFiguresWithResponse(context.Background(), &openclient.ListFiguresParams{Cum: &cluster, Nam: &year, SoDong: &size})
	if err != nil || answer.StatusCode() != http.StatusOK || answer.JSON200 == nil {
		t.Fatal(err, answer.Status(), string(answer.Body))
	}
	got := map[string]openclient.Figure{}
	for _, f := range answer.JSON200.Rows {
		if f.Illustrative || f.Year != 2020 || f.Cluster != cluster {
			t.Errorf("not of 2020: %+v", f)
		}
		got[f.Indicator+" "+f.Unit] = f
	}
	want := 0
	for _, f := range facts.Figures {
		if f.Year != 2020 {
			continue
		}
		want++
		g := got[f.Code+" "+f.Of]
		if g.Value != f.Value || g.NationalShare != f.Share || g.Name != f.Name || g.Measure != f.Unit || g.Source != f.Source {
			t.Errorf("%s is %+v, the facts say %+v", f.Code, g, f)
		}
	}
	if want == 0 || len(got) != want {
		t.Errorf("%d figures of %d", len(got), want)
	}
	none := int64(-1)
	refused, err := c.ListFiguresWithResponse(context.Background(), &openclient.ListFiguresParams{SoDong: &none})
	if err != nil || refused.StatusCode() != http.StatusUnprocessableEntity || refused.ApplicationproblemJSON422 == nil {
		t.Errorf("size -1: %v, %s", err, refused.Status())
	}
}
