package personal

// Gone lists the tables whose rows of an account go with it.
func Gone() (list []string) {
	for _, t := range append(ofAccount, ofField...) {
		if t.gone {
			list = append(list, t.name)
		}
	}
	return list
}
