// Package picture is the pictures that people send to be shown on pages (ảnh gửi lên).
//
// A picture is a JPEG or a PNG, by what is in it and not by its name. Before it is
// decoded its head says how large it will be; then it is drawn anew: turned as the camera
// says that it was held (EXIF), on white, no larger than each of the boxes asked for. What
// is kept is what was drawn. One picture is unpacked at a time: each may take hundreds of
// megabytes.
//
// What never happens: a picture kept as it was sent; anything kept that a camera wrote
// beside it, such as the place; a small file unpacked that grows beyond MostPixels; a
// picture made larger than it came.
//
// Served: Law 91/2025/QH15 on personal data, which asks for no more than is needed.
package picture
