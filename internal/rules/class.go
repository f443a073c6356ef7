package rules

// ClassName is a class of subjects in Vietnamese; empty when there is none of that
// code.
func ClassName(code string) string { return classNames[code] }
