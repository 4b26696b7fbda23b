//! The elements and words of an XML, as they come along.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// What comes along.
pub(super) enum Node<'x> {
    Start(&'x str, &'x BytesStart<'x>),
    End(&'x str),
    Words(&'x str),
}

/// Walks through an XML; `None` if it is none, ends too early or has an entity that it does not explain.
pub(super) fn walk(xml: &[u8], mut visit: impl FnMut(&Node)) -> Option<()> {
    let xml = str::from_utf8(xml).ok()?;
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                depth += 1;
                visit(&Node::Start(tag.name().as_ref(), &tag));
            }
            Event::End(tag) => {
                depth = depth.checked_sub(1)?;
                visit(&Node::End(tag.name().as_ref()));
            }
            Event::Text(words) => visit(&Node::Words(&words)),
            Event::CData(words) => visit(&Node::Words(&words)),
            Event::GeneralRef(entity) => {
                if let Some(c) = entity.resolve_char_ref().ok()? {
                    visit(&Node::Words(c.encode_utf8(&mut [0; 4])));
                } else {
                    visit(&Node::Words(resolve_predefined_entity(&entity)?));
                }
            }
            Event::Eof => return (depth == 0).then_some(()),
            _ => {}
        }
    }
}

/// The value of an attribute.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.value.into_owned())
}

/// The number that an attribute is, or 1.
pub(super) fn number(tag: &BytesStart, name: &str) -> usize {
    let number = attribute(tag, name).and_then(|value| value.parse().ok());
    number.unwrap_or(1)
}
