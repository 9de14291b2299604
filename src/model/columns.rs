//! Columns: many values of one kind in one piece of memory, quick to copy between page and worker.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// Texts of any length in one buffer: `ends[i]` is where text `i` ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    ends: Indices,
}

impl Texts {
    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.0.push(self.bytes.len() as u32);
    }

    /// Forgets every text from position `length` on.
    pub fn truncate(&mut self, length: usize) {
        if length < self.ends.0.len() {
            self.ends.0.truncate(length);
            self.bytes.truncate(self.ends.0.last().map_or(0, |&end| end as usize));
        }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.0.is_empty()
    }

    /// Text `index`; empty past the end.
    pub fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.0.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends.0[index - 1] };
        self.bytes.get(start as usize..end as usize).and_then(|piece| std::str::from_utf8(piece).ok()).unwrap_or("")
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(items: I) -> Self {
        let mut texts = Self::default();
        for item in items {
            texts.push(item);
        }
        texts
    }
}

/// Texts that repeat: each row holds the number of its label, label 0 is "" (no value).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categories {
    labels: Vec<String>,
    codes: Indices,
}

impl Default for Categories {
    fn default() -> Self {
        Self { labels: vec![String::new()], codes: Indices::default() }
    }
}

impl Categories {
    /// Codes the texts in order of first appearance.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = std::collections::HashMap::from([(String::new(), 0_u32)]);
        let mut out = Self::default();
        for text in texts {
            let code = if let Some(&code) = known.get(text) {
                code
            } else {
                let code = out.labels.len() as u32;
                known.insert(text.to_owned(), code);
                out.labels.push(text.to_owned());
                code
            };
            out.codes.0.push(code);
        }
        out
    }

    /// The label of row `index`; "" where there is none.
    pub fn get(&self, index: usize) -> &str {
        &self.labels[self.code(index)]
    }

    /// The number of the label of row `index`; 0 where there is none.
    pub fn code(&self, index: usize) -> usize {
        self.codes.0.get(index).map_or(0, |&code| code as usize)
    }

    /// Every label; the first is "".
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.codes.0.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.codes.0.is_empty()
    }
}

macro_rules! packed {
    ($(#[$doc:meta])* $name:ident, $item:ty, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name(pub Vec<$item>);

        impl std::ops::Deref for $name {
            type Target = Vec<$item>;
            fn deref(&self) -> &Self::Target { &self.0 }
        }
        impl std::ops::DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Self::Target { &mut self.0 }
        }
        impl FromIterator<$item> for $name {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> Self { Self(items.into_iter().collect()) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut bytes = Vec::with_capacity(self.0.len() * $width);
                for item in &self.0 {
                    bytes.extend_from_slice(&item.to_le_bytes());
                }
                serializer.serialize_bytes(&bytes)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let bytes = serde_bytes::ByteBuf::deserialize(deserializer)?;
                let (pieces, rest) = bytes.as_chunks::<$width>();
                if rest.is_empty() {
                    Ok(Self(pieces.iter().map(|piece| <$item>::from_le_bytes(*piece)).collect()))
                } else {
                    Err(serde::de::Error::custom("a column is cut short"))
                }
            }
        }
    };
}

packed!(/// Numbers, `NaN` where a value is missing.
    Numbers, f64, 8);
packed!(/// Positions or codes.
    Indices, u32, 4);
packed!(/// Positions of reps, [`crate::model::OPEN`] where there is none.
    RepIndices, u16, 2);
packed!(/// Small codes or yes/no (0, 1).
    Flags, u8, 1);

impl Eq for Indices {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_survive_the_way_to_the_worker() {
        // Page and worker exchange columns as bytes; one lost value would shift every account after it.
        let texts: Texts = ["Acme", "", "Zoë"].into_iter().collect();
        let numbers = Numbers(vec![1.5, f64::NAN]);
        let bytes = postcard::to_stdvec(&(&texts, &numbers)).unwrap();
        let (texts_back, numbers_back): (Texts, Numbers) = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(texts_back, texts);
        assert_eq!(texts_back.get(2), "Zoë");
        assert!(numbers_back[0].to_bits() == 1.5_f64.to_bits() && numbers_back[1].is_nan());
    }

    #[test]
    fn categories_code_repeated_texts_once() {
        let column = Categories::from_texts(["Retail", "", "Retail", "Energy"]);
        assert_eq!(column.labels(), ["", "Retail", "Energy"]);
        assert_eq!(column.get(2), "Retail");
        assert_eq!(column.code(1), 0);
    }
}
