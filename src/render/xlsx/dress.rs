//! How the cells of a workbook look.

use crate::view::Sign;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// Shows text as it is, also when it is typed anew: `1.10` stays text.
const TEXT: &str = "@";
/// Shows text in brackets that are not in it.
const RESTORED: &str = "\"[\"@\"]\"";
/// Readable on white, told from black.
const LINK: Color = Color::RGB(0x0B_4F_9E);
/// The same for what was restored.
const BROWN: Color = Color::RGB(0x7A_4A_00);
/// Behind headers.
const SHADE: Color = Color::RGB(0xE7_EC_F1);

/// The looks there are.
pub(super) struct Dress {
    head: Format,
    upright_head: Format,
    blank: Format,
    number: Format,
    words: Format,
    link: Format,
    restored: Format,
    /// With each of [`Sign::ALL`] after the words: printed, restored.
    signed: [[Format; 2]; Sign::ALL.len()],
}

impl Dress {
    pub(super) fn new() -> Self {
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_num_format(TEXT)
            .set_background_color(SHADE)
            .set_border_bottom(FormatBorder::Thin);
        let blank = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let words = blank.clone().set_num_format(TEXT);
        let signed = Sign::ALL.map(|sign| {
            [TEXT, RESTORED].map(|shown| {
                let shown = format!("{shown}\"{}\"", sign.mark());
                words.clone().set_num_format(shown).set_font_color(BROWN)
            })
        });
        Self {
            signed,
            upright_head: head.clone().set_rotation(90).set_align(FormatAlign::Top),
            head: head.set_align(FormatAlign::Top),
            number: Format::new().set_align(FormatAlign::Top),
            link: words
                .clone()
                .set_font_color(LINK)
                .set_underline(FormatUnderline::Single),
            restored: words.clone().set_num_format(RESTORED).set_font_color(BROWN),
            blank,
            words,
        }
    }

    pub(super) fn head(&self, is_upright: bool) -> &Format {
        if is_upright {
            &self.upright_head
        } else {
            &self.head
        }
    }

    /// Of a cell without a value, which a person may fill in.
    pub(super) fn blank(&self) -> &Format {
        &self.blank
    }

    pub(super) fn number(&self) -> &Format {
        &self.number
    }

    pub(super) fn link(&self) -> &Format {
        &self.link
    }

    pub(super) fn words(&self, is_restored: bool, sign: Option<Sign>) -> &Format {
        match sign {
            Some(sign) => &self.signed[sign as usize][usize::from(is_restored)],
            None if is_restored => &self.restored,
            None => &self.words,
        }
    }
}
