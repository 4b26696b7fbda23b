//! Word tables: the words of scanned pages with their places, as OCR programs write them. Tesseract's TSV and hOCR, and
//! the TSV of `pdftotext`.

use html5gum::{StartTag, Token, Tokenizer};

use super::is_blank;
use super::page::{Area, Page, Word};

/// Places are counted in points of a page whose shorter side is that of US letter.
const SHORT_SIDE: f64 = 612.0;

/// The pages of a word table; `None` for another text.
pub(super) fn pages(text: &str) -> Option<Vec<Page>> {
    if text
        .trim_start_matches(is_blank)
        .starts_with("level\tpage_num\t")
    {
        return table(text);
    }
    let beginning = &text.as_bytes()[..text.len().min(8192)];
    let is_hocr = memchr::memmem::find(beginning, b"ocr_page").is_some();
    is_hocr.then(|| hocr(text))
}

/// Tabs between cells, a word on each line, columns by their names.
fn table(text: &str) -> Option<Vec<Page>> {
    let mut lines = text.trim_start_matches(is_blank).lines();
    let head: Vec<&str> = lines.next()?.split('\t').collect();
    let column = |name: &str| head.iter().position(|it| *it == name);
    let [level, page, left, top, width, height, words] = [
        "level", "page_num", "left", "top", "width", "height", "text",
    ]
    .map(column);
    let (level, page, words) = (level?, page?, words?);
    let places = [left?, top?, width?, height?];
    let mut pages = Pages::default();
    for line in lines {
        let cells: Vec<&str> = line.splitn(head.len(), '\t').collect();
        let number = |column: usize| {
            cells
                .get(column)?
                .parse::<f64>()
                .ok()
                .filter(|it| it.is_finite())
        };
        let [Some(left), Some(top), Some(width), Some(height)] = places.map(number) else {
            continue;
        };
        let area = Area {
            left,
            top,
            right: left + width,
            bottom: top + height,
        };
        let number = cells.get(page).copied().unwrap_or_default();
        if cells[level] == "1" {
            pages.begin(number, area);
        } else if let Some(text) = cells.get(words).filter(|text| !text.starts_with("###")) {
            pages.word(number, area, text);
        }
    }
    Some(pages.all)
}

/// HTML in which each word has its box as its title.
fn hocr(text: &str) -> Vec<Page> {
    let mut pages = Pages::default();
    let (mut number, mut spans) = (0, 0_usize);
    let mut open: Option<(Area, String)> = None;
    let mut tokens = Tokenizer::new(text);
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                let class = attribute(&tag, b"class");
                if class == "ocr_page" {
                    number += 1;
                    pages.begin(
                        &number.to_string(),
                        area_of(&attribute(&tag, b"title")).unwrap_or(NOWHERE),
                    );
                } else if class.split(' ').any(|it| it == "ocrx_word") {
                    open = area_of(&attribute(&tag, b"title")).map(|area| (area, String::new()));
                    spans = 0;
                } else if *tag.name == b"span"[..] {
                    // Letters may have boxes of their own.
                    spans += 1;
                }
            }
            Token::String(words) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&String::from_utf8_lossy(&words));
                }
            }
            Token::EndTag(tag) if *tag.name == b"span"[..] && spans > 0 => spans -= 1,
            Token::EndTag(tag) if *tag.name == b"span"[..] => {
                if let Some((area, text)) = open.take() {
                    pages.word(&number.to_string(), area, &text);
                }
            }
            _ => {}
        }
    }
    pages.all
}

const NOWHERE: Area = Area {
    left: 0.0,
    top: 0.0,
    right: 0.0,
    bottom: 0.0,
};

fn attribute(tag: &StartTag<()>, name: &[u8]) -> String {
    let value = tag.attributes.get(name);
    value.map_or_else(String::new, |value| {
        String::from_utf8_lossy(value).into_owned()
    })
}

/// `bbox 100 200 300 240; x_wconf 96`.
fn area_of(title: &str) -> Option<Area> {
    let rest = &title[title.find("bbox ")? + "bbox ".len()..];
    let mut numbers = rest
        .split([' ', ';'])
        .map_while(|it| it.parse::<f64>().ok());
    let mut next = || numbers.next().filter(|it| it.is_finite());
    Some(Area {
        left: next()?,
        top: next()?,
        right: next()?,
        bottom: next()?,
    })
}

/// The pages while they are read.
#[derive(Default)]
struct Pages {
    all: Vec<Page>,
    /// The number of the last page.
    number: String,
    scale: f64,
}

impl Pages {
    fn begin(&mut self, number: &str, area: Area) {
        number.clone_into(&mut self.number);
        let side = (area.right - area.left).min(area.bottom - area.top);
        self.scale = if side > 0.0 { SHORT_SIDE / side } else { 1.0 };
        self.all.push(Page::default());
    }

    fn word(&mut self, number: &str, area: Area, text: &str) {
        let words: Vec<&str> = text.split(is_blank).filter(|it| !it.is_empty()).collect();
        let text = words.join(" ");
        if self.all.is_empty() || self.number != number {
            self.begin(number, NOWHERE);
        }
        if text.is_empty() {
            return;
        }
        let scale = self.scale;
        if let Some(page) = self.all.last_mut() {
            page.words.push(Word {
                area: Area {
                    left: area.left * scale,
                    top: area.top * scale,
                    right: area.right * scale,
                    bottom: area.bottom * scale,
                },
                text,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pages: &[Page]) -> Vec<Vec<(String, f64)>> {
        let pages = pages.iter().map(|page| page.words.iter());
        pages
            .map(|words| words.map(|it| (it.text.clone(), it.area.left)).collect())
            .collect()
    }

    #[test]
    fn the_words_of_a_tsv_are_on_their_pages() {
        let text = "level\tpage_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t1224\t1600\t-1\t\n5\t1\t200\t10\t30\t20\t96\tReef\n\
            1\t2\t0\t0\t612\t800\t-1\t###PAGE###\n5\t2\t100\t10\t30\t20\t96\tBow\n";
        let pages = pages(text).expect("a word table");
        assert_eq!(
            words(&pages),
            [[("Reef".to_owned(), 100.0)], [("Bow".to_owned(), 100.0)]]
        );
        assert!(super::pages("level\tname\n1\tReef").is_none());
    }

    #[test]
    fn the_words_of_hocr_have_their_boxes_in_their_titles() {
        let text = "<html><body><div class='ocr_page' title='image \"a\"; bbox 0 0 1224 1600'>\
            <span class='ocr_line' title=\"bbox 1 2 3 4\"><span class='ocrx_word' title='bbox 200 10 230 30; x_wconf 9'>\
            <strong>R&amp;D</strong></span> </span></div></body></html>";
        let pages = pages(text).expect("a word table");
        assert_eq!(words(&pages), [[("R&D".to_owned(), 100.0)]]);
    }
}
