//! How the cells of a workbook look.

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
    count: Format,
    words: Format,
    linked: Format,
    restored: Format,
    restored_linked: Format,
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
        let restored = blank.clone().set_num_format(RESTORED).set_font_color(BROWN);
        let linked = |format: &Format| {
            let format = format.clone().set_font_color(LINK);
            format.set_underline(FormatUnderline::Single)
        };
        Self {
            upright_head: head.clone().set_rotation(90).set_align(FormatAlign::Top),
            head: head.set_align(FormatAlign::Top),
            count: Format::new().set_align(FormatAlign::Top),
            linked: linked(&words),
            restored_linked: linked(&restored),
            blank,
            words,
            restored,
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

    pub(super) fn count(&self) -> &Format {
        &self.count
    }

    pub(super) fn words(&self, is_restored: bool, is_linked: bool) -> &Format {
        match (is_restored, is_linked) {
            (false, false) => &self.words,
            (false, true) => &self.linked,
            (true, false) => &self.restored,
            (true, true) => &self.restored_linked,
        }
    }
}
