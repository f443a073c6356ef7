package opendata

// Row is a row of a set that belongs to a cluster, and mostly to a year; 0 for none.
type Row interface {
	Place() (cluster string, year int)
	MadeUp() bool
}

// Of is where a row belongs.
type Of struct {
	Cluster      string `json:"cluster" head:"Cụm, khối" doc:"Cụm, khối thi đua: từ trong địa chỉ /cum/{cluster}"`
	Year         int    `json:"year" head:"Năm thi đua" num:"1" doc:"Năm thi đua"`
	Illustrative bool   `json:"illustrative" head:"Số liệu minh họa" doc:"Đúng khi năm này được dựng để tập dùng: số liệu minh họa, không phải số liệu thật"`
}

// Place is the cluster and year.
func (o Of) Place() (cluster string, year int) { return o.Cluster, o.Year }

// MadeUp reports whether the year was made up for practice.
func (o Of) MadeUp() bool { return o.Illustrative }

// Cluster is a cluster or bloc.
type Cluster struct {
	Cluster      string `json:"cluster" head:"Cụm, khối" doc:"Từ trong địa chỉ /cum/{cluster}"`
	Name         string `json:"name" head:"Tên" wide:"40" doc:"Tên cụm, khối"`
	Kind         string `json:"kind" head:"Loại" enum:"cluster,bloc" doc:"cluster: cụm; bloc: khối"`
	Level        string `json:"level" head:"Cấp" enum:"central,province,commune,body" doc:"Cấp tổ chức: trung ương, tỉnh, xã, trong một cơ quan"`
	OrganisedBy  string `json:"organised_by" head:"Cơ quan tổ chức" wide:"30" doc:"Cơ quan tổ chức cụm, khối"`
	FirstYear    int    `json:"first_year" head:"Từ năm" num:"1" doc:"Năm thi đua sớm nhất có trong chương trình; 0 khi chưa có năm nào"`
	LastYear     int    `json:"last_year" head:"Đến năm" num:"1" doc:"Năm thi đua gần nhất"`
	Illustrative bool   `json:"illustrative" head:"Số liệu minh họa" doc:"Đúng khi mọi năm của cụm, khối đều là minh họa"`
	Source       string `json:"source" head:"Nguồn" wide:"40" doc:"Văn bản, trang nói về cụm, khối"`
}

// Place is the cluster.
func (c Cluster) Place() (cluster string, year int) { return c.Cluster, 0 }

// MadeUp reports whether every year of the cluster was made up for practice.
func (c Cluster) MadeUp() bool { return c.Illustrative }

// Year is an emulation year of a cluster.
type Year struct {
	Of
	State     string `json:"state" head:"Trạng thái" enum:"running,closed,history" doc:"running: đang chạy; closed: đã tổng kết; history: nhập từ nguồn đã công bố"`
	Lead      string `json:"lead" head:"Cụm trưởng, khối trưởng" wide:"24" doc:"Tên đơn vị; để trống khi chưa có"`
	Deputy    string `json:"deputy" head:"Cụm phó, khối phó" wide:"24" doc:"Tên đơn vị; nhiều đơn vị cách nhau bằng dấu chấm phẩy"`
	Members   int    `json:"members" head:"Số thành viên" num:"1" doc:"Số đơn vị thành viên trong năm"`
	SignedOn  string `json:"covenant_signed_on" head:"Ngày ký giao ước" doc:"Ngày ký giao ước, dạng 2026-03-01; để trống khi chưa ký hoặc không rõ ngày"`
	Address   string `json:"address" head:"Trang" wide:"30" doc:"Đường dẫn trang công khai của năm, trên chính máy chủ này"`
	Published bool   `json:"figures_published" head:"Đã công bố số liệu" doc:"Đúng khi có số liệu trong bộ so-lieu"`
}

// Member is a member unit of a year.
type Member struct {
	Of
	Unit string `json:"unit" head:"Mã nội bộ" wide:"38" doc:"Mã của đơn vị trong chương trình, không đổi khi đơn vị đổi tên"`
	Code string `json:"code" head:"Mã hành chính" doc:"Mã trong danh mục đơn vị; có thể trống"`
	Name string `json:"name" head:"Đơn vị" wide:"30" doc:"Tên vào ngày cuối năm"`
	Post string `json:"post" head:"Vai trò" enum:"member,lead,deputy" doc:"member: thành viên; lead: cụm trưởng, khối trưởng; deputy: cụm phó, khối phó"`
}

// Covenant is a signed version of a covenant.
type Covenant struct {
	Of
	Number      int    `json:"version" head:"Bản" num:"1" doc:"Số thứ tự của bản đã ký; 0 khi chỉ biết là đã ký, không có văn bản trong chương trình"`
	SignedOn    string `json:"signed_on" head:"Ngày ký" doc:"Ngày bên cuối cùng ký, dạng 2026-03-01"`
	Reason      string `json:"amended_for" head:"Lý do sửa" wide:"30" doc:"Lý do sửa đổi, bổ sung; trống ở bản đầu"`
	Contents    int    `json:"contents" head:"Số nội dung" num:"1" doc:"Số nội dung thi đua"`
	Fingerprint string `json:"fingerprint" head:"Dấu vân tay (SHA-256)" wide:"66" doc:"SHA-256 của đúng các byte ở địa chỉ text_address"`
	TextAddress string `json:"text_address" head:"Văn bản máy đọc" wide:"44" doc:"Đường dẫn văn bản đã ký, dạng JSON"`
	Address     string `json:"address" head:"Trang" wide:"36" doc:"Đường dẫn trang công khai"`
	Source      string `json:"source" head:"Nguồn" wide:"40" doc:"Nguồn, với năm nhập từ nguồn đã công bố"`
}

// Indicator is an indicator of a year.
type Indicator struct {
	Of
	Code      string `json:"indicator" head:"Mã chỉ số" wide:"22" doc:"Mã chỉ số trong năm"`
	Name      string `json:"name" head:"Chỉ số" wide:"44" doc:"Tên chỉ số"`
	Measure   string `json:"measure" head:"Đơn vị tính" doc:"Đơn vị tính"`
	Direction string `json:"direction" head:"Chiều tốt" doc:"more: càng cao càng tốt; less: càng thấp càng tốt; trống khi nguồn không nói"`
	Sum       string `json:"sum" head:"Cách tổng hợp" wide:"22" doc:"Cách làm ra số của cả cụm, bằng lời"`
}

// Target is a member's target of a signed covenant.
type Target struct {
	Of
	Version   int    `json:"version" head:"Bản" num:"1" doc:"Bản giao ước đã ký gần nhất"`
	Indicator string `json:"indicator" head:"Mã chỉ số" wide:"22" doc:"Mã chỉ số"`
	Unit      string `json:"unit" head:"Mã nội bộ" wide:"38" doc:"Mã của đơn vị trong chương trình"`
	UnitName  string `json:"unit_name" head:"Đơn vị" wide:"30" doc:"Tên đơn vị trong giao ước"`
	Value     string `json:"value" head:"Chỉ tiêu" num:"1" doc:"Chỉ tiêu: số thập phân đúng như đã ký, dấu chấm thập phân, viết dạng chuỗi để không bị làm tròn"`
	Baseline  string `json:"baseline" head:"Năm gốc" num:"1" doc:"Số của năm gốc; trống khi không rõ"`
}

// Figure is a published figure.
type Figure struct {
	Of
	Origin      string `json:"origin" head:"Loại" enum:"reported,source" doc:"reported: báo cáo của đơn vị đã được duyệt và cụm trưởng công bố; source: chép từ nguồn đã công bố"`
	Period      string `json:"period" head:"Kỳ" doc:"Mã kỳ báo cáo; trống khi là số cả năm chép từ nguồn"`
	PeriodName  string `json:"period_name" head:"Tên kỳ" doc:"Tên kỳ báo cáo"`
	Indicator   string `json:"indicator" head:"Mã chỉ số" wide:"22" doc:"Mã chỉ số"`
	Name        string `json:"name" head:"Chỉ số" wide:"44" doc:"Tên chỉ số"`
	Measure     string `json:"measure" head:"Đơn vị tính" doc:"Đơn vị tính"`
	Unit        string `json:"unit" head:"Mã nội bộ" wide:"38" doc:"Mã của đơn vị; trống: số của cả cụm, khối"`
	UnitName    string `json:"unit_name" head:"Đơn vị" wide:"30" doc:"Tên đơn vị; với số của cả cụm là «Toàn cụm», «Toàn khối»"`
	Value       string `json:"value" head:"Giá trị" num:"1" doc:"Số thập phân chính xác, dấu chấm thập phân, viết dạng chuỗi để không bị làm tròn; trống khi không có số"`
	AsPrinted   string `json:"as_printed" head:"Nguồn in" doc:"Chữ của nguồn, khi khác hoặc không đọc được thành số"`
	Share       string `json:"national_share" head:"Tỷ trọng cả nước (%)" num:"1" doc:"Phần trăm so với cả nước; trống khi không có"`
	National    string `json:"national" head:"Cả nước" num:"1" doc:"Số của cả nước; trống khi không có"`
	Source      string `json:"source" head:"Nguồn" wide:"40" doc:"Nguồn của số"`
	SourceURL   string `json:"source_url" head:"Địa chỉ nguồn" wide:"30" doc:"Địa chỉ của nguồn"`
	Note        string `json:"note" head:"Ghi chú" wide:"40" doc:"Ghi chú của nguồn"`
	PublishedOn string `json:"published_on" head:"Ngày công bố" doc:"Ngày cụm trưởng công bố kỳ báo cáo, dạng 2026-07-15; trống với số chép từ nguồn"`
}

// Points is what a unit got on one criterion of a published sheet.
type Points struct {
	Of
	Group     string `json:"group" head:"Nhóm" doc:"Nhóm xếp hạng riêng; trống khi cả cụm xếp chung"`
	Unit      string `json:"unit" head:"Mã nội bộ" wide:"38" doc:"Mã của đơn vị trong chương trình"`
	UnitName  string `json:"unit_name" head:"Đơn vị" wide:"30" doc:"Tên đơn vị khi công bố"`
	Criterion string `json:"criterion" head:"Tiêu chí" doc:"Đường dẫn của tiêu chí trong bảng, như I/1/a"`
	Name      string `json:"name" head:"Tên tiêu chí" wide:"44" doc:"Tên tiêu chí"`
	Penalty   bool   `json:"penalty" head:"Điểm trừ" doc:"Đúng khi điểm này bị trừ khỏi tổng"`
	Max       string `json:"maximum" head:"Điểm tối đa" num:"1" doc:"Điểm tối đa; trống khi tiêu chí không có"`
	Points    string `json:"points" head:"Điểm" num:"1" doc:"Điểm đã công bố, làm tròn như bảng chấm quy định; trống khi không chấm"`
	Assigned  bool   `json:"assigned" head:"Có giao" doc:"Sai khi tiêu chí không giao cho đơn vị này"`
}

// Ranking is the place of a unit in a published ranking.
type Ranking struct {
	Of
	Group        string `json:"group" head:"Nhóm" doc:"Nhóm xếp hạng riêng; trống khi cả cụm xếp chung"`
	Rank         int    `json:"rank" head:"Thứ hạng" num:"1" doc:"Từ 1, bằng điểm thì cùng hạng; 0: không được xếp hạng"`
	Unit         string `json:"unit" head:"Mã nội bộ" wide:"38" doc:"Mã của đơn vị trong chương trình"`
	Code         string `json:"code" head:"Mã hành chính" doc:"Mã trong danh mục đơn vị khi công bố"`
	UnitName     string `json:"unit_name" head:"Đơn vị" wide:"30" doc:"Tên đơn vị khi công bố"`
	Total        string `json:"total" head:"Tổng điểm" num:"1" doc:"Tổng điểm, làm tròn như bảng chấm quy định"`
	Assigned     string `json:"assigned_maximum" head:"Điểm tối đa được giao" num:"1" doc:"Tổng điểm tối đa của các tiêu chí được giao"`
	RankBy       string `json:"rank_by" head:"Xếp theo" doc:"Xếp hạng theo điểm hay theo tỷ lệ điểm được giao"`
	Band         string `json:"band" head:"Xếp loại" doc:"Loại đạt được; trống khi không xếp loại"`
	TieUsed      string `json:"tie_used" head:"Tiêu chí phân hạng" doc:"Tiêu chí phụ đã phân hạng khi bằng điểm; trống khi không dùng"`
	Disqualified bool   `json:"disqualified" head:"Không được xếp hạng" doc:"Đúng khi đơn vị bị loại khỏi xếp hạng"`
	PublishedOn  string `json:"published_on" head:"Ngày công bố" doc:"Dạng 2026-01-20"`
	SHA256       string `json:"text_sha256" head:"SHA-256 của bản công bố" wide:"66" doc:"SHA-256 của văn bản xếp hạng đã công bố; trống khi không giữ văn bản"`
	Proof        string `json:"proof_address" head:"Chứng minh" wide:"40" doc:"Đường dẫn trang chứng minh trong nhật ký; trống khi không có"`
	Address      string `json:"address" head:"Trang" wide:"36" doc:"Đường dẫn trang công khai"`
}

// Proposal is what a cluster proposed after its conference, with the decision.
type Proposal struct {
	Of
	Unit           string `json:"unit" head:"Mã nội bộ" wide:"38" doc:"Mã của đơn vị trong chương trình"`
	UnitName       string `json:"unit_name" head:"Đơn vị" wide:"30" doc:"Tên vào ngày cuối năm"`
	Award          string `json:"award" head:"Mã khen thưởng" doc:"Mã danh hiệu, hình thức khen thưởng"`
	AwardName      string `json:"award_name" head:"Danh hiệu, hình thức khen thưởng" wide:"40" doc:"Tên danh hiệu, hình thức khen thưởng"`
	Rank           int    `json:"rank" head:"Thứ hạng" num:"1" doc:"Thứ hạng trong cụm; 0 khi không có"`
	State          string `json:"state" head:"Trạng thái" enum:"proposed,submitted,granted,refused" doc:"proposed: đã đề nghị; submitted: đã trình; granted: được tặng; refused: không được tặng"`
	LetterNumber   string `json:"letter_number" head:"Số tờ trình" doc:"Số, ký hiệu tờ trình"`
	LetterOn       string `json:"letter_on" head:"Ngày tờ trình" doc:"Dạng 2026-01-20"`
	DecisionNumber string `json:"decision_number" head:"Số quyết định" doc:"Số, ký hiệu quyết định"`
	DecisionOn     string `json:"decision_on" head:"Ngày quyết định" doc:"Dạng 2026-01-20"`
	DecidedBy      string `json:"decided_by" head:"Cấp quyết định" wide:"30" doc:"Cấp ra quyết định"`
	Source         string `json:"source" head:"Nguồn" wide:"40" doc:"Nguồn, với năm nhập từ nguồn đã công bố"`
}

// Award is an award that was decided, as its decision publishes it.
type Award struct {
	ID             string `json:"id" head:"Mã" wide:"38" doc:"Mã của lần khen thưởng, không đổi"`
	Kind           string `json:"kind" head:"Đối tượng" enum:"person,collective,household,foreigner" doc:"person: cá nhân; collective: tập thể; household: hộ gia đình; foreigner: người nước ngoài"`
	Name           string `json:"name" head:"Họ và tên, tên tập thể" wide:"34" doc:"Tên vào ngày quyết định, đã đính chính nếu có văn bản đính chính"`
	Unit           string `json:"unit" head:"Mã nội bộ của đơn vị" wide:"38" doc:"Mã của đơn vị giữ sổ khen thưởng"`
	UnitName       string `json:"unit_name" head:"Đơn vị" wide:"34" doc:"Tên đơn vị giữ sổ khen thưởng"`
	Award          string `json:"award" head:"Mã khen thưởng" doc:"Mã danh hiệu, hình thức khen thưởng"`
	AwardName      string `json:"award_name" head:"Danh hiệu, hình thức khen thưởng" wide:"40" doc:"Tên danh hiệu, hình thức khen thưởng"`
	Year           int    `json:"year" head:"Năm thành tích" num:"1" doc:"Năm của thành tích, hoặc năm cuối của giai đoạn"`
	FromYear       int    `json:"from_year" head:"Từ năm" num:"1" doc:"Năm đầu của giai đoạn; bằng year khi là một năm"`
	DecisionNumber string `json:"decision_number" head:"Số quyết định" doc:"Số, ký hiệu quyết định"`
	DecisionOn     string `json:"decision_on" head:"Ngày quyết định" doc:"Dạng 2026-01-20"`
	DecidedBy      string `json:"decided_by" head:"Cấp quyết định" wide:"30" doc:"Cấp ra quyết định"`
	Annulled       bool   `json:"annulled" head:"Đã hủy bỏ" doc:"Đúng khi quyết định này đã bị hủy bỏ với người, tập thể này"`
	AnnulledBy     string `json:"annulled_by" head:"Quyết định hủy bỏ" doc:"Số, ký hiệu quyết định hủy bỏ"`
	AnnulledOn     string `json:"annulled_on" head:"Ngày hủy bỏ" doc:"Dạng 2026-01-20"`
	Illustrative   bool   `json:"illustrative" head:"Số liệu minh họa" doc:"Đúng trong bản trình diễn: người và quyết định là minh họa"`
}

// MadeUp reports whether the award is one of the demonstration.
func (a Award) MadeUp() bool { return a.Illustrative }

// Exemplar is a published story of somebody who does well: whose it is and where it
// stands, not its words or picture.
type Exemplar struct {
	ID           string `json:"id" head:"Mã" wide:"38" doc:"Mã của bài, không đổi"`
	Kind         string `json:"kind" head:"Đối tượng" enum:"person,collective,household" doc:"person: cá nhân; collective: tập thể; household: hộ gia đình"`
	Name         string `json:"name" head:"Tên người, tập thể, hộ gia đình" wide:"34" doc:"Tên như bài ghi; cá nhân, hộ gia đình đã đồng ý đăng"`
	Title        string `json:"title" head:"Tên bài" wide:"44" doc:"Tên bài; lời bài và ảnh ở địa chỉ address"`
	Unit         string `json:"unit" head:"Mã nội bộ của đơn vị" wide:"38" doc:"Mã của đơn vị, địa phương trong chương trình"`
	UnitName     string `json:"unit_name" head:"Đơn vị, địa phương" wide:"30" doc:"Tên hôm nay"`
	Cluster      string `json:"cluster" head:"Cụm, khối" doc:"Cụm, khối thi đua: từ trong địa chỉ /cum/{cluster}; trống khi bài không ghi"`
	Work         string `json:"work" head:"Lĩnh vực" wide:"24" doc:"Lĩnh vực; có thể trống"`
	Direct       bool   `json:"direct_worker" head:"Người trực tiếp lao động" doc:"Đúng khi là người trực tiếp lao động, sản xuất, công tác"`
	Small        bool   `json:"small_collective" head:"Tập thể nhỏ" doc:"Đúng khi là tập thể nhỏ"`
	Office       string `json:"office" head:"Mã nội bộ của cơ quan viết" wide:"38" doc:"Mã của cơ quan viết bài trong chương trình"`
	OfficeName   string `json:"office_name" head:"Cơ quan viết" wide:"30" doc:"Tên hôm nay"`
	Year         int    `json:"year" head:"Năm đăng" num:"1" doc:"Năm của ngày đăng; tham số nam, tu-nam, den-nam lọc theo năm này"`
	PublishedOn  string `json:"published_on" head:"Ngày đăng" doc:"Dạng 2026-03-02"`
	Address      string `json:"address" head:"Trang" wide:"36" doc:"Đường dẫn trang công khai; không còn khi bài đã rút, và khi ấy dòng này cũng không còn"`
	Illustrative bool   `json:"illustrative" head:"Số liệu minh họa" doc:"Đúng trong bản trình diễn: người và việc là minh họa"`
}

// Place is the cluster, and the year in which the story was published.
func (e Exemplar) Place() (cluster string, year int) { return e.Cluster, e.Year }

// MadeUp reports whether the story is one of the demonstration.
func (e Exemplar) MadeUp() bool { return e.Illustrative }
