package web

import (
	"log/slog"
	"net/http"
	"time"
)

// HTTPServer is the server of HTTP for a handler: one that is slow to ask, to send
// or to read is not waited for without end.
func HTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute, // the largest evidence file over a slow line
		WriteTimeout:      5 * time.Minute, // and back
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // of connections that visitors break off
	}
}
