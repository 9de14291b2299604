//! Where the instances are.

use crate::instances::Case;
use crate::instances::Failure;
use crate::instances::Instance;
use std::path::Path;
use std::path::PathBuf;

/// The folder that holds `bench/` and `data/`.
pub struct Home(PathBuf);

impl Home {
    /// The first place that has instances.
    pub fn find() -> Option<Self> {
        let named = std::env::var_os("EVENFIELD_SHARED").map(PathBuf::from);
        let usual = ["tests", "../shared", "../../shared"].map(PathBuf::from);
        let found = named.into_iter().chain(usual).find(|root| root.join("bench/territory").is_dir())?;
        found.canonicalize().ok().map(Self)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// Whether all files of an instance are there.
    pub fn has(&self, instance: &Instance) -> bool {
        instance.files().iter().all(|file| self.0.join(file).is_file())
    }

    /// What an instance is about.
    pub fn case(&self, instance: &Instance) -> Result<Case, Failure> {
        let read =
            |file: &String| std::fs::read_to_string(self.0.join(file)).map_err(|error| format!("{file}: {error}"));
        let texts: Vec<String> = instance.files().iter().map(read).collect::<Result<_, _>>()?;
        instance.case(&texts)
    }

    /// Names of a family's instances from the literature, in the order of their table.
    pub fn names(&self, family: &str) -> Result<Vec<String>, Failure> {
        let table = self.0.join(format!("bench/{family}/best_known.csv"));
        if !table.is_file() {
            return Ok(Vec::new());
        }
        let mut rows = csv::Reader::from_path(table)?;
        let name = |row: csv::Result<csv::StringRecord>| Ok(row?.get(0).unwrap_or_default().to_owned());
        rows.records().map(name).collect()
    }
}
