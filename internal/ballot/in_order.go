package ballot

import (
	"math/big"

	"giaouoc/internal/problem"
)

// InOrder puts what the holders answered to an ask in the order of the motion. An
// answer that is no holder's signature of what was asked is refused: the voter's
// browser could make nothing of it.
func (a Ask) InOrder(answers [][]byte) (signatures [2][]byte, err error) {
	o, err := Reopen(a.Motion)
	if err != nil {
		return signatures, err
	}
	for i, key := range o.holders {
		for _, s := range answers {
			opened := new(big.Int).Exp(new(big.Int).SetBytes(s), big.NewInt(int64(key.E)), key.N)
			if len(s) == blindedSize && opened.Cmp(new(big.Int).SetBytes(a.Blinded[i])) == 0 {
				signatures[i] = s
			}
		}
		if signatures[i] == nil {
			return signatures, problem.New(problem.Conflict, "Người giữ khóa «%s» trả lời không đúng khóa của lần bỏ phiếu này.", o.Holders[i].Name)
		}
	}
	return signatures, nil
}
