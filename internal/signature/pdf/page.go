package pdf

// mostPages of a file are looked through.
const mostPages = 1 << 16

// Page is one page and what it inherits.
type Page struct {
	Ref    Ref
	Dict   Dict
	Box    [4]float64 // what is shown: left, bottom, right, top, in points
	Rotate int        // 0, 90, 180 or 270 degrees, clockwise
}

// Pages lists the pages in order, at most mostPages of them.
func (d *Document) Pages() []Page { return d.pages(mostPages) }

// First is the first page; false when there is none.
func (d *Document) First() (Page, bool) {
	list := d.pages(1)
	if len(list) == 0 {
		return Page{}, false
	}
	return list[0], true
}

func (d *Document) pages(most int) []Page {
	_, root := d.Catalogue()
	var list []Page
	seen := map[Ref]bool{}
	var walk func(v any, inherited Dict, depth int)
	walk = func(v any, inherited Dict, depth int) {
		ref, ok := v.(Ref)
		if !ok || seen[ref] || depth > deepest || len(list) >= most {
			return
		}
		seen[ref] = true
		node := d.Dict(ref)
		own := Dict{}
		for _, key := range []Name{"MediaBox", "CropBox", "Rotate"} {
			if own[key] = node[key]; own[key] == nil {
				own[key] = inherited[key]
			}
		}
		if kids := d.Array(node["Kids"]); kids != nil {
			for _, kid := range kids {
				walk(kid, own, depth+1)
			}
			return
		}
		if node != nil {
			list = append(list, d.page(ref, node, own))
		}
	}
	walk(root["Pages"], Dict{}, 0)
	return list
}

func (d *Document) page(ref Ref, node, own Dict) Page {
	p := Page{Ref: ref, Dict: node, Box: [4]float64{0, 0, 595.276, 841.89}}
	for _, key := range []Name{"MediaBox", "CropBox"} {
		a := d.Array(own[key])
		if len(a) != 4 {
			continue
		}
		var box [4]float64
		whole := true
		for i := range a {
			var ok bool
			box[i], ok = d.Number(a[i])
			whole = whole && ok && box[i] > -1e6 && box[i] < 1e6
		}
		if whole {
			p.Box = [4]float64{min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])}
		}
	}
	if n, ok := d.Number(own["Rotate"]); ok && n > -1e6 && n < 1e6 {
		p.Rotate = (int(n)%360 + 360) % 360 / 90 * 90
	}
	return p
}

// Size is how wide and high the page is as it is read, in points.
func (p Page) Size() (width, height float64) {
	width, height = p.Box[2]-p.Box[0], p.Box[3]-p.Box[1]
	if p.Rotate%180 == 90 {
		return height, width
	}
	return width, height
}

// Seen is where a rectangle of the page is as it is read: left, top, right and bottom,
// from the upper left corner.
func (p Page) Seen(r [4]float64) [4]float64 {
	point := func(x, y float64) (float64, float64) {
		switch p.Rotate {
		case 90:
			return y - p.Box[1], x - p.Box[0]
		case 180:
			return p.Box[2] - x, y - p.Box[1]
		case 270:
			return p.Box[3] - y, p.Box[2] - x
		}
		return x - p.Box[0], p.Box[3] - y
	}
	x1, y1 := point(r[0], r[1])
	x2, y2 := point(r[2], r[3])
	return [4]float64{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}
}

// Unseen is the rectangle of the page that is seen there: the reverse of Seen.
func (p Page) Unseen(r [4]float64) [4]float64 {
	point := func(x, y float64) (float64, float64) {
		switch p.Rotate {
		case 90:
			return p.Box[0] + y, p.Box[1] + x
		case 180:
			return p.Box[2] - x, p.Box[1] + y
		case 270:
			return p.Box[2] - y, p.Box[3] - x
		}
		return p.Box[0] + x, p.Box[3] - y
	}
	x1, y1 := point(r[0], r[1])
	x2, y2 := point(r[2], r[3])
	return [4]float64{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}
}

// Upright is the matrix of a form that is to stand upright as the page is read.
func (p Page) Upright() Array {
	matrix := map[int][4]int64{0: {1, 0, 0, 1}, 90: {0, 1, -1, 0}, 180: {-1, 0, 0, -1}, 270: {0, -1, 1, 0}}[p.Rotate]
	return Array{matrix[0], matrix[1], matrix[2], matrix[3], int64(0), int64(0)}
}
