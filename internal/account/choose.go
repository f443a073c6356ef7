package account

import "giaouoc/internal/problem"

// Chosen is a new password that was found strong, hashed.
type Chosen struct{ hash Hash }

// Choose checks a new password that was typed twice and hashes it; it takes some
// 20 ms, so it stands before the transaction. About are the words that should not
// make up the password: login, name, e-mail.
func Choose(password, again string, about ...string) (Chosen, error) {
	if err := Strong("new_password", password, about...); err != nil {
		return Chosen{}, err
	}
	if password != again {
		return Chosen{}, problem.Field("again", "Hai lần gõ không giống nhau; hãy gõ lại mật khẩu.")
	}
	hash, err := HashPassword(password)
	return Chosen{hash}, err
}
