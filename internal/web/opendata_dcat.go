package web

import (
	"encoding/json"
	"net/http"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/opendata"
)

// dcat are things of the catalogue, as JSON-LD has them.
type dcat = map[string]any

// openMedia are the media types of the files by their endings.
var openMedia = map[string]string{"csv": "text/csv", "xlsx": xlsxType, "json": "application/json"}

// openDCAT is the catalogue of the sets in the vocabulary of DCAT 3 as DCAT-AP uses
// it, for portals that gather the open data of many.
func (s *Server) openDCAT(w http.ResponseWriter, r *http.Request) error {
	base := s.baseOf(r)
	var at time.Time
	if err := s.openView(r, func(tx *db.Tx) (err error) {
		_, at, err = openMoment(tx)
		return err
	}); err != nil {
		return err
	}
	vietnamese := func(text string) dcat { return dcat{"@language": "vi", "@value": text} }
	modified := dcat{"@type": "xsd:dateTime", "@value": at.UTC().Format(time.RFC3339)}
	licence, publisher := dcat{"@id": openLicence}, dcat{"@id": base + "/", "@type": "foaf:Agent", "foaf:name": "Giao Ước"}
	var datasets []dcat
	for _, set := range opendata.SetList {
		id := base + openPage + "#" + set.Key
		distributions := []dcat{{
			"@id": base + openAPI + "/" + set.Key, "@type": "dcat:Distribution", "dct:title": vietnamese(set.Title + " (API)"), "dcat:accessURL": dcat{"@id": base + openAPI + "/" + set.Key},
			"dcat:accessService": dcat{"@id": base + openAPI}, "dct:license": licence,
		}}
		for _, ending := range openEndings {
			file := base + openPage + "/" + set.Key + "." + ending
			distributions = append(distributions, dcat{
				"@id": file, "@type": "dcat:Distribution", "dct:title": vietnamese(set.Title + " (" + ending + ")"), "dcat:accessURL": dcat{"@id": file}, "dcat:downloadURL": dcat{"@id": file},
				"dcat:mediaType": dcat{"@id": "https://www.iana.org/assignments/media-types/" + openMedia[ending]}, "dct:license": licence,
			})
		}
		datasets = append(datasets, dcat{
			"@id": id, "@type": "dcat:Dataset", "dct:identifier": set.Key, "dct:title": vietnamese(set.Title), "dct:description": vietnamese(set.Says + " Nguồn: " + set.Source + "."),
			"dct:publisher": publisher, "dct:license": licence, "dct:modified": modified, "dct:language": dcat{"@id": "http://publications.europa.eu/resource/authority/language/VIE"},
			"dcat:theme": dcat{"@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE"}, "dcat:landingPage": dcat{"@id": base + openPage}, "dcat:distribution": distributions,
		})
	}
	content, err := json.MarshalIndent(dcat{
		"@context": dcat{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
		},
		"@id": base + openPage, "@type": "dcat:Catalog", "dct:title": vietnamese("Dữ liệu mở của Giao Ước"),
		"dct:description": vietnamese("Dữ liệu đã công bố về giao ước thi đua, số liệu, điểm, xếp hạng và khen thưởng."),
		"dct:publisher":   publisher, "dct:license": licence, "dct:modified": modified, "foaf:homepage": dcat{"@id": base + "/"}, "dcat:dataset": datasets,
		"dcat:service": dcat{
			"@id": base + openAPI, "@type": "dcat:DataService", "dct:title": vietnamese("API dữ liệu mở"), "dcat:endpointURL": dcat{"@id": base + openAPI},
			"dcat:endpointDescription": dcat{"@id": base + openAPI + "/openapi.json"}, "dct:license": licence,
		},
	}, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/ld+json; charset=utf-8")
	return lasting(w, r, content, at)
}
