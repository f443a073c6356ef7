package holder

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"giaouoc/internal/disk"
	"giaouoc/internal/problem"
)

const secretFile = "bi-mat"

// Secret is what a house shows to be let in, made at the first call. It opens no
// ballot: without a voter's credential it gets no signature.
func (h *Holder) Secret() (string, error) {
	done, err := h.turn()
	if err != nil {
		return "", err
	}
	defer done()
	path := filepath.Join(h.dir, secretFile)
	kept, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret := rand.Text()
		return secret, disk.Replace(path, []byte(secret+"\n"))
	}
	if err != nil {
		return "", fmt.Errorf("read secret of holder: %w", err)
	}
	secret := strings.TrimSpace(string(kept))
	if len(secret) < len(rand.Text()) {
		return "", problem.New(problem.Invalid, "Tệp %s không còn nguyên; xóa tệp ấy thì lần chạy sau có bí mật mới, và phải đưa lại cho máy chủ.", path)
	}
	return secret, nil
}
