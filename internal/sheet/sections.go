package sheet

import (
	"errors"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// sections lists the kinds of row in the order in which they load: what a row
// refers to stands before it.
func sections() []section {
	return []section{
		unitSection, unitChangeSection, clusterSection, memberSection, leadSection, ruleBookSection, ruleClauseSection, ruleSettingSection,
		yearSection, periodSection,
		publishedSection, covenantHistorySection, conferenceHistorySection, proposalHistorySection, directiveHistorySection,
		contentSection, indicatorSection, figureRuleSection, targetSection,
		pastSection, figureSection, nationalSection,
		movementSection, reviewSection, planSection, directiveSection, taskSection,
		scoreSheetSection, criterionSection,
		// The phases come after what is done in them: a file that opens a year
		// fills it as a person does before its days are set.
		phaseSection,
		accountSection, grantSection,
	}
}

// importer finds what rows refer to by the words they use.
type importer struct {
	tx        *db.Tx
	bundle    *Bundle
	kept      map[string]bool           // rows, as said, that the installation holds already
	denied    map[string]bool           // sentences of missing rights that the section has named
	movements map[string]map[int]string // ids by the number that rows give them, by year
}

func (im *importer) cluster(r row) (cluster.Cluster, error) {
	c, err := cluster.BySlug(im.tx, r.text("cluster"))
	if problem.Is(err, problem.NotFound) {
		return c, problem.Field("cluster", "Không có cụm hoặc khối «%s».", r.text("cluster"))
	}
	return c, err
}

func (im *importer) year(r row) (cycle.Year, error) {
	c, err := im.cluster(r)
	if err != nil {
		return cycle.Year{}, err
	}
	y, err := cycle.Find(im.tx, c.ID, r.number("year"))
	if problem.Is(err, problem.NotFound) {
		return y, problem.Field("year", "%s chưa có năm thi đua %s.", c.Name, r.text("year"))
	}
	return y, err
}

// exporter knows which clusters and years to write.
type exporter struct {
	tx       *db.Tx
	clusters []cluster.Cluster
	years    map[string][]cycle.Year // by cluster id, oldest first
}

func newExporter(tx *db.Tx, slug string) (*exporter, error) {
	ex := &exporter{tx: tx, years: map[string][]cycle.Year{}}
	var err error
	if slug == "" {
		ex.clusters, err = cluster.List(tx)
	} else {
		var c cluster.Cluster
		c, err = cluster.BySlug(tx, slug)
		ex.clusters = []cluster.Cluster{c}
	}
	if err != nil {
		return nil, err
	}
	for _, c := range ex.clusters {
		if err := access.Require(tx, access.BundleExport, cluster.Scope(c.ID)); err != nil {
			return nil, err
		}
		if err := ex.fill(c); err != nil {
			return nil, err
		}
	}
	return ex, nil
}

// seenBy is an exporter of every cluster that the person may export.
func seenBy(tx *db.Tx) (*exporter, error) {
	ex := &exporter{tx: tx, years: map[string][]cycle.Year{}}
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	for _, c := range clusters {
		if !access.May(tx, access.BundleExport, cluster.Scope(c.ID)) {
			continue
		}
		ex.clusters = append(ex.clusters, c)
		if err := ex.fill(c); err != nil {
			return nil, err
		}
	}
	return ex, nil
}

// fill reads the years of a cluster, oldest first.
func (ex *exporter) fill(c cluster.Cluster) error {
	years, err := cycle.Years(ex.tx, c.ID)
	if err != nil {
		return err
	}
	slices.Reverse(years)
	ex.years[c.ID] = years
	return nil
}

// each calls fn for every year to write.
func (ex *exporter) each(fn func(c cluster.Cluster, y cycle.Year) error) error {
	for _, c := range ex.clusters {
		for _, y := range ex.years[c.ID] {
			if err := fn(c, y); err != nil {
				return err
			}
		}
	}
	return nil
}

// day writes a day as the bundle does; empty when open.
func day(d vn.Date) string { return d.String() }

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// missing turns "not found" into a problem beside the key that named it.
func missing(err error, key, format string, args ...any) error {
	if problem.Is(err, problem.NotFound) || errors.Is(err, db.ErrNoRow) {
		return problem.Field(key, format, args...)
	}
	return err
}

var unitSection = section{
	key: "units", title: "Đơn vị",
	columns: []column{
		{"id", "Mã định danh", asText, true},
		{"from", "Từ ngày", asDay, false},
		{"code", "Mã đơn vị", asText, false},
		{"name", "Tên", asText, true},
		{"full_name", "Tên đầy đủ", asText, false},
		{"kind", "Loại", asText, true},
		{"parent", "Đơn vị cấp trên", asText, false},
		{"source", "Nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		u := org.Unit{
			ID: r.text("id"), FromDay: r.day("from"), Code: r.text("code"), Name: r.text("name"), FullName: r.text("full_name"),
			Kind: org.Kind(r.text("kind")), ParentID: r.text("parent"), Source: r.text("source"),
		}
		if known, err := org.Exists(im.tx, u.ID); err != nil || known {
			return err // the register is shared: a unit that is there already stays as it is
		}
		_, err := org.Create(im.tx, u)
		return err
	},
	dump: func(ex *exporter) ([]map[string]string, error) {
		register, err := org.ChronicleOf(ex.tx)
		if err != nil {
			return nil, err
		}
		var rows []map[string]string
		for _, u := range register.First {
			rows = append(rows, map[string]string{
				"id": u.ID, "from": day(u.FromDay), "code": u.Code, "name": u.Name, "full_name": u.FullName,
				"kind": string(u.Kind), "parent": u.ParentID, "source": u.Source,
			})
		}
		return rows, nil
	},
}

var clusterSection = section{
	key: "clusters", title: "Cụm, khối",
	columns: []column{
		{"slug", "Địa chỉ", asText, true},
		{"name", "Tên", asText, true},
		{"kind", "Loại", asText, true},
		{"level", "Cấp", asText, true},
		{"organised_by", "Do", asText, false},
		{"source", "Nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		_, err := cluster.Create(im.tx, cluster.Cluster{
			Slug: r.text("slug"), Name: r.text("name"), Kind: cluster.Kind(r.text("kind")),
			Level: cluster.Level(r.text("level")), OrganisedBy: r.text("organised_by"), Source: r.text("source"),
		})
		return err
	},
	dump: func(ex *exporter) ([]map[string]string, error) {
		var rows []map[string]string
		for _, c := range ex.clusters {
			rows = append(rows, map[string]string{
				"slug": c.Slug, "name": c.Name, "kind": string(c.Kind), "level": string(c.Level),
				"organised_by": c.OrganisedBy, "source": c.Source,
			})
		}
		return rows, nil
	},
}

var memberSection = section{
	key: "members", title: "Thành viên",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"unit", "Đơn vị", asText, true},
		{"from", "Từ ngày", asDay, false},
		{"to", "Đến trước ngày", asDay, false},
		{"source", "Nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		c, err := im.cluster(r)
		if err != nil {
			return err
		}
		return cluster.Join(im.tx, cluster.Member{
			ClusterID: c.ID, UnitID: r.text("unit"), FromDay: r.day("from"), ToDay: r.day("to"), Source: r.text("source"),
		})
	},
	dump: func(ex *exporter) ([]map[string]string, error) {
		var rows []map[string]string
		for _, c := range ex.clusters {
			members, err := cluster.MembersEver(ex.tx, c.ID)
			if err != nil {
				return nil, err
			}
			for _, m := range members {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "unit": m.UnitID, "from": day(m.FromDay), "to": day(m.ToDay), "source": m.Source,
				})
			}
		}
		return rows, nil
	},
}

var leadSection = section{
	key: "leads", title: "Cụm trưởng, cụm phó",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"unit", "Đơn vị", asText, true},
		{"post", "Chức", asText, true},
		{"from", "Từ ngày", asDay, false},
		{"to", "Đến trước ngày", asDay, false},
		{"source", "Nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		c, err := im.cluster(r)
		if err != nil {
			return err
		}
		return cluster.Appoint(im.tx, cluster.Lead{
			ClusterID: c.ID, Year: r.number("year"), UnitID: r.text("unit"), Post: cluster.Post(r.text("post")),
			FromDay: r.day("from"), ToDay: r.day("to"), Source: r.text("source"),
		})
	},
	dump: func(ex *exporter) ([]map[string]string, error) {
		var rows []map[string]string
		for _, c := range ex.clusters {
			leads, err := cluster.LeadsEver(ex.tx, c.ID)
			if err != nil {
				return nil, err
			}
			for _, l := range leads {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(l.Year), "unit": l.UnitID, "post": string(l.Post),
					"from": day(l.FromDay), "to": day(l.ToDay), "source": l.Source,
				})
			}
		}
		return rows, nil
	},
}
