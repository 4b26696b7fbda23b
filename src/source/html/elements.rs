//! What the elements of a web page do to its text.

use html5gum::State;

const BLOCKS: [&str; 44] = [
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
];

const SPACED: [&str; 18] = [
    "article", "aside", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "ol",
    "p", "pre", "section", "table", "ul",
];

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

const LEFT_OUT: [&str; 18] = [
    "audio", "canvas", "datalist", "footer", "iframe", "nav", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that end the line before and after them.
pub(super) fn is_block(name: &str) -> bool {
    matches!(name, "blockquote" | "figcaption") || BLOCKS.contains(&name)
}

/// Blocks with a blank line before and after them.
pub(super) fn is_spaced(name: &str) -> bool {
    name == "blockquote" || SPACED.contains(&name)
}

/// Elements without an end.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Elements whose words are not part of what the page says: those never shown, those shown only if
/// something else fails, and the site's own around the page.
pub(super) fn is_left_out(name: &str) -> bool {
    LEFT_OUT.contains(&name)
}

/// How the words of an element are read that hold no tags but its end. The tokenizer leaves that to those who
/// build a tree.
pub(super) fn text_state(name: &[u8]) -> Option<State> {
    match name {
        b"script" => Some(State::ScriptData),
        b"textarea" | b"title" => Some(State::RcData),
        b"iframe" | b"noembed" | b"noframes" | b"style" | b"xmp" => Some(State::RawText),
        _ => None,
    }
}
