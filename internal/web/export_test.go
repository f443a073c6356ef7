package web

// Patterns lists every route of a server.
func (s *Server) Patterns() []string { return s.patterns }
