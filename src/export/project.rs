//! The project: as the store keeps it, and as one file that opens on another machine.
//!
//! Both start with a format number. A change of the stored form gets a new number and a pure function that lifts the
//! old form; files of a newer format are refused with words, never misread.

use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::scenario::Project;
use serde::Deserialize;
use serde::Serialize;

/// Number of the stored form written today.
const FORMAT: u32 = 1;
/// First bytes of a project file.
const MAGIC: &[u8] = b"EVENFIELD PROJECT\n";

/// A whole project with its data.
pub struct ProjectFile {
    /// The project.
    pub project: Project,
    /// The dataset.
    pub dataset: Dataset,
    /// The dataset as bytes, as the store keeps it.
    pub dataset_bytes: Vec<u8>,
}

/// Why a project cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// It is no project file.
    NotAProject,
    /// It was written by a newer Evenfield.
    Newer,
    /// It is cut short or damaged.
    Damaged,
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NotAProject => "This is not an Evenfield project file. Choose a file that ends in .evenfield.",
            Self::Newer => "This project was saved by a newer Evenfield. Reload the page to get the newest version.",
            Self::Damaged => "This project file is damaged or cut short. Export it again where it was made.",
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Parts {
    #[serde(with = "serde_bytes")]
    project: Vec<u8>,
    #[serde(with = "serde_bytes")]
    dataset: Vec<u8>,
}

/// The project as the store keeps it, without the dataset.
pub fn encode_project(project: &Project) -> Vec<u8> {
    let mut bytes = FORMAT.to_le_bytes().to_vec();
    bytes.extend(postcard::to_stdvec(project).unwrap_or_default());
    bytes
}

/// The project from the store.
///
/// # Errors
/// Where the bytes are of a newer form or damaged.
pub fn decode_project(bytes: &[u8]) -> Result<Project, OpenError> {
    let (format, rest) = bytes.split_first_chunk::<4>().ok_or(OpenError::Damaged)?;
    match u32::from_le_bytes(*format) {
        FORMAT => postcard::from_bytes(rest).map_err(|_| OpenError::Damaged),
        newer if newer > FORMAT => Err(OpenError::Newer),
        _ => Err(OpenError::Damaged),
    }
}

/// One file with everything.
pub fn project_file(project: &Project, dataset_bytes: &[u8]) -> Vec<u8> {
    let parts = Parts { project: encode_project(project), dataset: dataset_bytes.to_vec() };
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(postcard::to_stdvec(&parts).unwrap_or_default());
    bytes
}

/// Whether bytes are those of a project file.
pub fn is_project_file(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Opens a project file.
///
/// # Errors
/// Where it is no project file, of a newer form, damaged, or its plan does not belong to its data.
pub fn open_file(bytes: &[u8]) -> Result<ProjectFile, OpenError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(OpenError::NotAProject)?;
    let (format, rest) = rest.split_first_chunk::<4>().ok_or(OpenError::Damaged)?;
    match u32::from_le_bytes(*format) {
        FORMAT => {}
        newer if newer > FORMAT => return Err(OpenError::Newer),
        _ => return Err(OpenError::Damaged),
    }
    let parts: Parts = postcard::from_bytes(rest).map_err(|_| OpenError::Damaged)?;
    let project = decode_project(&parts.project)?;
    let dataset: Dataset = postcard::from_bytes(&parts.dataset).map_err(|_| OpenError::Damaged)?;
    if belongs(&project, &dataset) {
        Ok(ProjectFile { project, dataset, dataset_bytes: parts.dataset })
    } else {
        Err(OpenError::Damaged)
    }
}

/// Whether a project belongs to a dataset: every plan covers its accounts and names its reps.
pub fn belongs(project: &Project, dataset: &Dataset) -> bool {
    let (accounts, reps) = (dataset.accounts.len(), dataset.reps.len());
    let known = |rep: u16| rep == OPEN || usize::from(rep) < reps;
    let fits = |plan: &Assignment| plan.len() == accounts && plan.rep.iter().all(|&rep| known(rep));
    fits(&project.working)
        && (project.current as usize) < project.revisions.len()
        && project.revisions.iter().all(|revision| fits(&revision.assignment))
        && project.settings.locks.iter().all(|&(account, rep)| (account as usize) < accounts && known(rep))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Assignment;
    use crate::model::Settings;

    #[test]
    fn a_damaged_or_newer_file_is_refused_with_words() {
        // Half a download must not become half a project.
        let project = Project::new("Test", String::new(), Settings::default(), Assignment::default(), 0.0);
        let dataset = postcard::to_stdvec(&Dataset::default()).unwrap();
        let bytes = project_file(&project, &dataset);
        assert!(is_project_file(&bytes) && open_file(&bytes).is_ok());
        assert_eq!(open_file(&bytes[..bytes.len() - 9]).err(), Some(OpenError::Damaged));
        let mut newer = bytes.clone();
        newer[MAGIC.len()] = 9;
        assert_eq!(open_file(&newer).err(), Some(OpenError::Newer));
        assert_eq!(open_file(b"id,name").err(), Some(OpenError::NotAProject));
    }
}
