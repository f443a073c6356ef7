package opendata

// Set describes a set of rows.
type Set struct {
	Key    string // in addresses: /du-lieu/{key}.csv, /api/v1/{key}
	Title  string
	Says   string // what a row is
	Source string // where the rows come from
}

// SetList are the sets in the order in which they are offered.
var SetList = []Set{
	{"cum", "Cụm, khối thi đua", "Mỗi dòng là một cụm hoặc khối thi đua.", "quyết định chia cụm, khối, do người quản trị nhập"},
	{"nam", "Năm thi đua", "Mỗi dòng là một năm thi đua của một cụm, khối, với cụm trưởng, cụm phó.", "danh sách thành viên và các đơn vị được bầu"},
	{"thanh-vien", "Đơn vị thành viên", "Mỗi dòng là một đơn vị thành viên trong một năm.", "danh mục đơn vị và danh sách thành viên"},
	{"giao-uoc", "Giao ước đã ký", "Mỗi dòng là một bản giao ước đã ký, với dấu vân tay và địa chỉ văn bản.", "giao ước các đơn vị đã ký; giao ước chưa ký không có ở đây"},
	{"chi-so", "Chỉ số", "Mỗi dòng là một chỉ số của một năm.", "giao ước đã ký và số liệu đã công bố"},
	{"chi-tieu", "Chỉ tiêu đã ký", "Mỗi dòng là chỉ tiêu của một đơn vị theo một chỉ số, trong bản giao ước đã ký gần nhất.", "giao ước các đơn vị đã ký"},
	{"so-lieu", "Số liệu đã công bố", "Mỗi dòng là một số: của một đơn vị hoặc của cả cụm, với tỷ trọng cả nước và nguồn.", "báo cáo đã duyệt mà cụm trưởng công bố, và số chép từ nguồn đã công bố; nguồn ghi ở từng dòng"},
	{"diem", "Điểm theo tiêu chí", "Mỗi dòng là điểm của một đơn vị theo một tiêu chí.", "bảng chấm điểm đã công bố"},
	{"xep-hang", "Xếp hạng", "Mỗi dòng là thứ hạng của một đơn vị trong một năm.", "kết quả chấm điểm đã công bố; tính lại được từ gói dữ liệu trên trang xếp hạng"},
	{"de-nghi", "Đề nghị và quyết định của cụm, khối", "Mỗi dòng là một đơn vị được đề nghị một hình thức khen thưởng, với quyết định nếu đã có.", "đề nghị sau khi hội nghị tổng kết bế mạc, và quyết định của cấp có thẩm quyền"},
	{AwardSet, "Khen thưởng theo quyết định", "Mỗi dòng là một người, tập thể, hộ gia đình được khen thưởng theo một quyết định.", "sổ khen thưởng của các đơn vị; chỉ những gì quyết định công bố: tên, đơn vị, hình thức, số và ngày quyết định"},
	{ExemplarSet, "Điển hình tiên tiến", "Mỗi dòng là một bài về người, tập thể, hộ gia đình làm tốt đang đăng trên cổng.", "bài do các cơ quan viết, người thứ hai đọc và đăng; cá nhân, hộ gia đình được nêu đã đồng ý; bài đã rút không có ở đây"},
}

// ExemplarSet is the key of the set of exemplars, whose rows go when their story is
// withdrawn.
const ExemplarSet = "dien-hinh"

// AwardSet is the key of the set of awards, which is read page by page.
const AwardSet = "quyet-dinh"

// Find returns a set by its key.
func Find(key string) (Set, bool) {
	for _, s := range SetList {
		if s.Key == key {
			return s, true
		}
	}
	return Set{}, false
}

// Sets are the rows of every set but the awards.
type Sets struct {
	Clusters   []Cluster
	Years      []Year
	Members    []Member
	Covenants  []Covenant
	Indicators []Indicator
	Targets    []Target
	Figures    []Figure
	Points     []Points
	Rankings   []Ranking
	Proposals  []Proposal
	Exemplars  []Exemplar // put in by who asks for them
}

// Query says which rows are wanted; what is zero asks for all.
type Query struct {
	Cluster  string
	From, To int // years
}

// Keeps reports whether a row is wanted.
func (q Query) Keeps(r Row) bool {
	cluster, year := r.Place()
	return (q.Cluster == "" || cluster == q.Cluster) && (year == 0 || (q.From == 0 || year >= q.From) && (q.To == 0 || year <= q.To))
}

// Pick returns the wanted rows of a list, in its order.
func Pick[T Row](list []T, q Query) []T {
	kept := []T{}
	for _, r := range list {
		if q.Keeps(r) {
			kept = append(kept, r)
		}
	}
	return kept
}
