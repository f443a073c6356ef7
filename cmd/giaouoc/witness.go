package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/record"
	"giaouoc/internal/witness"
)

// witnessCmd watches the records of other installations (nhân chứng).
type witnessCmd struct {
	URL    string   `arg:"" optional:"" name:"url" help:"Trang có nhật ký cần cùng ký một lần."`
	Listen string   `placeholder:"ĐỊA-CHỈ" help:"Lắng nghe các nhật ký gửi điểm niêm phong đến (POST /add-checkpoint)."`
	Log    []string `sep:"none" placeholder:"KHÓA" help:"Khóa công khai của một nhật ký được tin; dùng nhiều lần được."`
	Data   string   `type:"path" default:"giaouoc-witness" help:"Thư mục của nhân chứng: khóa và những gì đã ký."`
	Name   string   `placeholder:"TÊN" help:"Tên của nhân chứng khi tạo khóa; mặc định theo tên máy."`
}

// Run cosigns once, or listens until ctx ends.
func (c *witnessCmd) Run(ctx context.Context, k *kong.Kong) error {
	if (c.URL == "") == (c.Listen == "") {
		return problem.New(problem.Invalid, "Hãy nêu một trang để cùng ký một lần, hoặc --listen để lắng nghe.")
	}
	name := c.Name
	if name == "" {
		host, err := os.Hostname()
		if err != nil {
			return problem.New(problem.Invalid, "Không biết tên máy; hãy đặt tên nhân chứng bằng --name.")
		}
		name = host + "/nhan-chung"
	}
	w, err := witness.Open(c.Data, name)
	if err != nil {
		return fmt.Errorf("không mở được thư mục nhân chứng %s (%w)", c.Data, err)
	}
	for _, vkey := range c.Log {
		if _, err := w.Trust(vkey); err != nil {
			return problem.New(problem.Invalid, "Khóa «%s» không phải khóa công khai của một nhật ký.", vkey)
		}
	}
	if c.Listen != "" {
		return c.listen(ctx, k, w)
	}
	return c.follow(ctx, k, w)
}

// follow cosigns the checkpoint of a site and prints it. Without --log the chain
// of keys that the site serves is trusted as it was first seen.
func (c *witnessCmd) follow(ctx context.Context, k *kong.Kong, w *witness.Witness) error {
	s, err := openSite(ctx, c.URL)
	if err != nil {
		return err
	}
	read := func(name string) ([]byte, error) { return s.ReadFile(name, maxFollowed) }
	if len(c.Log) == 0 {
		memory, err := record.OpenMemory(filepath.Join(c.Data, "tri-nho"))
		if err != nil {
			return err
		}
		vkey, followed, err := record.CurrentKey(s, record.Terms{Memory: memory, Address: s.base, Now: time.Now()})
		if err != nil {
			return err
		}
		if _, err := w.Trust(vkey); err != nil {
			return err
		}
		if followed > 0 {
			fmt.Fprint(k.Stderr, followedKeys)
		}
	}
	cosigned, err := w.Follow(read)
	if errors.Is(err, witness.ErrUntrusted) {
		if keys, unread := read("khoa"); unread == nil {
			if _, err = w.HandOver(keys); err == nil {
				fmt.Fprint(k.Stderr, followedKeys)
				cosigned, err = w.Follow(read)
			}
		}
	}
	conflict := new(witness.Conflict)
	switch {
	case errors.As(err, &conflict) && conflict.Back:
		return problem.New(problem.Conflict, "KHÔNG KÝ: nhật ký đã lùi lại sau điểm niêm phong %d lá từng cùng ký; bằng chứng được giữ trong thư mục của nhân chứng.", conflict.Size)
	case errors.As(err, &conflict) && conflict.Fork:
		return problem.New(problem.Conflict, "KHÔNG KÝ: nhật ký đã rẽ nhánh khỏi điểm niêm phong %d lá từng cùng ký; bằng chứng được giữ trong thư mục của nhân chứng.", conflict.Size)
	case errors.Is(err, witness.ErrUnknownLog), errors.Is(err, witness.ErrUntrusted):
		return problem.New(problem.Denied, "KHÔNG KÝ: điểm niêm phong của %s không có chữ ký của khóa được tin, và tệp khoa ở đó không nối từ khóa ấy bằng bàn giao có chữ ký; hãy xem lại khóa ghi ở --log.", c.URL)
	case errors.Is(err, witness.ErrBranch):
		return problem.New(problem.Conflict, "KHÔNG KÝ: chuỗi khóa của %s không nối tiếp chuỗi khóa nhân chứng đã theo: có hai khóa cùng nhận bàn giao từ một khóa; bằng chứng được giữ trong thư mục của nhân chứng. Hãy hỏi người vận hành nhật ký bằng một đường khác.", c.URL)
	case errors.Is(err, witness.ErrMalformed):
		return problem.New(problem.Invalid, "KHÔNG KÝ: %scheckpoint không đúng dạng một điểm niêm phong.", s.base)
	case err != nil:
		return fmt.Errorf("KHÔNG KÝ: %w", err)
	}
	fmt.Fprintf(k.Stderr, "Đã cùng ký điểm niêm phong sau đây. Hãy giữ nó, hoặc gửi cho người muốn đối chiếu. Khóa của nhân chứng, để người kiểm chứng ghi ở --witness:\n%s\n", w.Key())
	_, err = k.Stdout.Write(cosigned)
	return err
}

// followedKeys says that a key that was trusted handed the log over.
const followedKeys = "Nhật ký đã đổi khóa: nhân chứng theo bàn giao có chữ ký của cả khóa cũ và khóa mới.\n"

// handOverPath is where a listening witness takes the hand-overs of a log's keys.
const handOverPath = "ban-giao"

// maxFollowed is more than a checkpoint or a tile may have.
const maxFollowed = 1 << 20

// maxRequest is more than a proof of 63 lines and a checkpoint of many
// cosignatures may have.
const maxRequest = 64 << 10

// listen answers add-checkpoint. It prints the address, then the key.
func (c *witnessCmd) listen(ctx context.Context, k *kong.Kong, w *witness.Witness) error {
	if len(c.Log) == 0 {
		return problem.New(problem.Invalid, "Hãy nêu ít nhất một nhật ký được tin bằng --log.")
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("không lắng nghe được ở %s; cổng có thể đang được chương trình khác dùng hoặc địa chỉ sai, hãy chọn địa chỉ khác bằng --listen (%w)", c.Listen, err)
	}
	server := &http.Server{
		Handler: witnessHandler(w, slog.New(slog.NewTextHandler(k.Stderr, nil))), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
	fmt.Fprintf(k.Stdout, "http://%s\n%s\n", listener.Addr(), w.Key())
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(stop) // Serve returns; what did not end in time is cut off
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// witnessHandler answers as C2SP tlog-witness says.
func witnessHandler(w *witness.Witness, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequest))
		if err != nil {
			http.Error(rw, "malformed request", http.StatusBadRequest)
			return
		}
		lines, err := w.AddCheckpoint(body)
		if err != nil {
			refuse(rw, log, body, err)
			return
		}
		rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = rw.Write(lines) // a client that has gone asks again
	})
	mux.HandleFunc("POST /"+handOverPath, func(rw http.ResponseWriter, r *http.Request) {
		keys, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequest))
		if err != nil {
			http.Error(rw, "malformed request", http.StatusBadRequest)
			return
		}
		origin, err := w.HandOver(keys)
		if err != nil {
			refuse(rw, log, keys, err)
			return
		}
		log.Info("a hand-over of keys is followed", "log", origin)
	})
	return mux
}

func refuse(rw http.ResponseWriter, log *slog.Logger, body []byte, err error) {
	conflict := new(witness.Conflict)
	if errors.As(err, &conflict) {
		if conflict.Fork {
			log.Error("a log forked", "refusal", err, "request", string(body))
		}
		rw.Header().Set("Content-Type", witness.SizeType)
		rw.WriteHeader(http.StatusConflict)
		fmt.Fprintf(rw, "%d\n", conflict.Size)
		return
	}
	for _, c := range []struct {
		err  error
		code int
	}{
		{witness.ErrMalformed, http.StatusBadRequest},
		{witness.ErrUntrusted, http.StatusForbidden},
		{witness.ErrUnknownLog, http.StatusNotFound},
		{witness.ErrBranch, http.StatusConflict},
		{witness.ErrInconsistent, http.StatusUnprocessableEntity},
	} {
		if errors.Is(err, c.err) {
			switch c.err {
			case witness.ErrInconsistent:
				log.Warn("a proof does not hold", "request", strings.ToValidUTF8(string(body), "?"))
			case witness.ErrBranch:
				log.Error("the keys of a log branch off", "request", strings.ToValidUTF8(string(body), "?"))
			}
			http.Error(rw, c.err.Error(), c.code)
			return
		}
	}
	log.Error("add-checkpoint", "err", err)
	http.Error(rw, "internal error", http.StatusInternalServerError)
}
