package disk

import (
	"errors"
	"runtime"
	"syscall"

	"giaouoc/internal/problem"
)

// Outage says in words that the disk of the machine is why something could not be
// written: it is full, only for reading, or fails. It is nil for every other error.
func Outage(err error) *problem.Problem {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), runtime.GOOS == "windows" && errors.Is(err, windowsFull):
		return Full()
	case errors.Is(err, syscall.EROFS):
		return ReadOnly()
	case errors.Is(err, syscall.EIO):
		return Failing()
	}
	return nil
}

// windowsFull is ERROR_DISK_FULL; on other systems the number means something else.
const windowsFull = syscall.Errno(112)

// Full is the sentence of a disk without room: nothing of the act was kept.
func Full() *problem.Problem {
	return problem.New(problem.Unreachable, "Đĩa của máy chủ đã đầy nên việc này chưa được ghi, chưa có gì thay đổi. Người vận hành cần giải phóng chỗ; sau đó hãy gửi lại.")
}

// ReadOnly is the sentence of a disk that takes nothing: nothing of the act was kept.
func ReadOnly() *problem.Problem {
	return problem.New(problem.Unreachable, "Đĩa của máy chủ đang chỉ cho đọc nên việc này chưa được ghi, chưa có gì thay đổi. Người vận hành cần kiểm tra đĩa; sau đó hãy gửi lại.")
}

// Failing is the sentence of a disk that reports errors: whether the act was kept is
// not known until it is looked at again.
func Failing() *problem.Problem {
	return problem.New(problem.Unreachable, "Đĩa của máy chủ báo lỗi nên chưa rõ việc này đã được ghi hay chưa. Người vận hành cần kiểm tra đĩa; sau đó hãy xem lại trước khi gửi lại.")
}
