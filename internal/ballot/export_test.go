package ballot

// What tests of forgers need besides what everyone has.
var (
	RootOf = rootOf
	Digest = digest
)
