package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"giaouoc/data"
	"giaouoc/internal/article"
	"giaouoc/internal/challenge"
	"giaouoc/internal/comment"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	serif "giaouoc/internal/font"
	"giaouoc/internal/vn"
)

// practiceArticle is an article of the demonstration as its file has it.
type practiceArticle struct {
	Kind      article.Kind      `yaml:"kind"`
	Title     string            `yaml:"title"`
	Summary   string            `yaml:"summary"`
	Source    string            `yaml:"source"`
	Place     string            `yaml:"place"`
	EventDay  string            `yaml:"event_day"`
	ExpiresOn string            `yaml:"expires_on"`
	Year      int64             `yaml:"year"`
	Day       string            `yaml:"day"` // on which it is published
	Picture   bool              `yaml:"picture"`
	Alt       string            `yaml:"alt"`
	Caption   string            `yaml:"caption"`
	Body      string            `yaml:"body"`
	Comments  []practiceComment `yaml:"comments"`
}

// practiceComment is what a made-up reader wrote.
type practiceComment struct {
	Name string `yaml:"name"`
	Body string `yaml:"body"`
}

// The two editors of the demonstration: one writes, the other publishes.
const (
	practiceWriter = "bien-tap"
	practiceEditor = "duyet-tin"
)

// articles are the steps in which the demonstration's portal is written.
func (p polls) articles() ([]step, error) {
	var list []practiceArticle
	if err := yaml.Unmarshal(data.PracticeArticles, &list); err != nil {
		return nil, fmt.Errorf("read articles of the demonstration: %w", err)
	}
	var steps []step
	for i := range list {
		a := &list[i]
		day, err := vn.ParseDate(a.Day)
		if err != nil {
			return nil, fmt.Errorf("read day of %q: %w", a.Title, err)
		}
		var made article.Article
		steps = append(
			steps,
			step{time.Month(day.Month()), day.Day(), practiceWriter, func(tx *db.Tx, y cycle.Year) (err error) {
				made, err = p.write(tx, y.ClusterID, a)
				return err
			}},
			step{time.Month(day.Month()), day.Day(), practiceEditor, func(tx *db.Tx, _ cycle.Year) error {
				if _, err := article.Publish(tx, made.ID, made.Version, time.Time{}); err != nil {
					return err
				}
				return p.commented(tx, made.ID, a.Comments)
			}},
		)
	}
	return steps, nil
}

// commented writes readers' comments on an article, as readers' browsers would, and
// approves the first ones; the last waits for the editors.
func (p polls) commented(tx *db.Tx, articleID string, list []practiceComment) error {
	place := comment.Place{Kind: "article", ID: articleID}
	for i, c := range list {
		puzzle, err := challenge.New(tx, p.ring, place.Topic())
		if err != nil {
			return err
		}
		made, refused, err := comment.Write(tx, p.ring, place, comment.Written{Name: c.Name, Body: c.Body}, comment.From{Puzzle: solved(puzzle)})
		if err != nil || refused != nil {
			return errors.Join(err, refused.Err())
		}
		if i == len(list)-1 {
			return nil
		}
		if _, err := comment.Approve(tx, []string{made.ID}); err != nil {
			return err
		}
	}
	return nil
}

// solved finds the number that a puzzle asks for.
func solved(p challenge.Puzzle) challenge.Answer {
	n := 0
	for sum := [32]byte{}; n <= p.Most; n++ {
		if sum = sha256.Sum256([]byte(p.Salt + strconv.Itoa(n))); hex.EncodeToString(sum[:]) == p.Target {
			break
		}
	}
	return challenge.Answer{Token: p.Token, Number: strconv.Itoa(n)}
}

// write types an article and sends it for review.
func (p polls) write(tx *db.Tx, clusterID string, a *practiceArticle) (article.Article, error) {
	t := article.Text{Title: a.Title, Summary: a.Summary, Source: a.Source, Place: a.Place, Author: "Ban biên tập", Body: a.Body, ClusterID: clusterID, Year: a.Year}
	for _, d := range []struct {
		text string
		day  *vn.Date
	}{{a.EventDay, &t.EventDay}, {a.ExpiresOn, &t.ExpiresOn}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.day, err = vn.ParseDate(d.text); err != nil {
			return article.Article{}, err
		}
	}
	made, err := article.Write(tx, a.Kind, t, "")
	if err != nil {
		return made, err
	}
	if a.Picture {
		if t.PictureID, err = p.plot(tx, made.ID, a); err != nil {
			return made, err
		}
		if made, err = article.Save(tx, made.ID, made.Version, t); err != nil {
			return made, err
		}
	}
	return article.Send(tx, made.ID, made.Version)
}

// plot draws the lead picture of an article and adds it.
func (p polls) plot(tx *db.Tx, id string, a *practiceArticle) (string, error) {
	content, err := sharesPlot()
	if err != nil {
		return "", err
	}
	drawn, err := article.Draw(content)
	if err != nil {
		return "", err
	}
	var hashes [3]string
	for i, size := range drawn.Sizes {
		if hashes[i], err = p.blobs.PutMade(size); err != nil {
			return "", err
		}
	}
	picture, err := article.AddPicture(tx, id, drawn, hashes, a.Alt, a.Caption)
	return picture.ID, err
}

// sharesPlot draws the shares of the five cities in the country in 2020.
func sharesPlot() ([]byte, error) {
	paper, ink, bar, mark := color.RGBA{247, 245, 240, 255}, color.RGBA{28, 26, 23, 255}, color.RGBA{205, 198, 186, 255}, color.RGBA{143, 29, 36, 255}
	canvas := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	bold, err := serif.Of(true, false)
	if err != nil {
		return nil, err
	}
	parsed, err := opentype.Parse(bold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	say := func(x, y int, size float64, ink color.Color, text string) error {
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return fmt.Errorf("set type: %w", err)
		}
		(&font.Drawer{Dst: canvas, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(x, y)}).DrawString(text)
		return nil
	}
	const left, width = 110, 1380
	if err := say(left, 150, 62, ink, "Năm thành phố trong cả nước, năm 2020"); err != nil {
		return nil, err
	}
	for i, share := range []struct {
		name, percent string
		part          int // in thousandths
	}{{"Thu ngân sách: 774.000 tỷ đồng", "51,4%", 514}, {"Xuất khẩu: 99,6 tỷ USD", "35,4%", 354}} {
		top := 250 + i*310
		if err := say(left, top+40, 46, ink, share.name); err != nil {
			return nil, err
		}
		draw.Draw(canvas, image.Rect(left, top+70, left+width, top+220), image.NewUniform(bar), image.Point{}, draw.Src)
		draw.Draw(canvas, image.Rect(left, top+70, left+width*share.part/1000, top+220), image.NewUniform(mark), image.Point{}, draw.Src)
		if err := say(left+30, top+170, 72, color.White, share.percent); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, canvas); err != nil {
		return nil, fmt.Errorf("draw plot: %w", err)
	}
	return b.Bytes(), nil
}
