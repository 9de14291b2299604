//! Columns: many values of one kind in one piece of memory, quick to copy between page and worker.

use crate::model::Lookup;
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

    /// Appends all texts of another column.
    pub fn append(&mut self, other: &Self) {
        let before = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.0.extend(other.ends.iter().map(|&end| before + end));
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
    codes: Codes,
}

/// Numbers below a limit, in as few bytes as the largest needs: a million rows of a dozen columns must fit a tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Indices", into = "Indices")]
enum Codes {
    Narrow(Vec<u8>),
    Middle(Vec<u16>),
    Wide(Vec<u32>),
}

impl Codes {
    fn get(&self, index: usize) -> Option<usize> {
        match self {
            Self::Narrow(codes) => codes.get(index).map(|&code| usize::from(code)),
            Self::Middle(codes) => codes.get(index).map(|&code| usize::from(code)),
            Self::Wide(codes) => codes.get(index).map(|&code| code as usize),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Narrow(codes) => codes.len(),
            Self::Middle(codes) => codes.len(),
            Self::Wide(codes) => codes.len(),
        }
    }
}

impl From<Indices> for Codes {
    fn from(codes: Indices) -> Self {
        match codes.iter().max() {
            Some(&most) if most > u32::from(u16::MAX) => Self::Wide(codes.0),
            Some(&most) if most > u32::from(u8::MAX) => Self::Middle(codes.iter().map(|&code| code as u16).collect()),
            _ => Self::Narrow(codes.iter().map(|&code| code as u8).collect()),
        }
    }
}

impl From<Codes> for Indices {
    fn from(codes: Codes) -> Self {
        match codes {
            Codes::Narrow(codes) => codes.into_iter().map(u32::from).collect(),
            Codes::Middle(codes) => codes.into_iter().map(u32::from).collect(),
            Codes::Wide(codes) => Self(codes),
        }
    }
}

impl Default for Categories {
    fn default() -> Self {
        Self { labels: vec![String::new()], codes: Codes::Narrow(Vec::new()) }
    }
}

impl Categories {
    /// Codes the texts in order of first appearance.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of_at_most(u32::MAX, texts).unwrap_or_default()
    }

    /// The same; none where there are more different texts than `most`.
    pub fn of_at_most<'a>(most: u32, texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut known = Lookup::default();
        known.insert("", 0_u32);
        let mut labels = vec![String::new()];
        let mut codes = Indices::default();
        for text in texts {
            let code = if let Some(&code) = known.get(text) {
                code
            } else {
                let code = labels.len() as u32;
                if code > most {
                    return None;
                }
                known.insert(text, code);
                labels.push(text.to_owned());
                code
            };
            codes.0.push(code);
        }
        Some(Self { labels, codes: codes.into() })
    }

    /// Appends the rows of another column.
    pub fn append(&mut self, other: &Self) {
        let rows = (0..self.len()).map(|row| self.get(row)).chain((0..other.len()).map(|row| other.get(row)));
        *self = Self::from_texts(rows);
    }

    /// The label of row `index`; "" where there is none.
    pub fn get(&self, index: usize) -> &str {
        self.labels.get(self.code(index)).map_or("", String::as_str)
    }

    /// The number of the label of row `index`; 0 where there is none.
    pub fn code(&self, index: usize) -> usize {
        self.codes.get(index).unwrap_or(0)
    }

    /// How many rows have each label, in the order of the labels.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.labels.len()];
        for row in 0..self.len() {
            if let Some(count) = counts.get_mut(self.code(row)) {
                *count += 1;
            }
        }
        counts
    }

    /// Every label; the first is "".
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.codes.len() == 0
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
