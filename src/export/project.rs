//! The project: as the store keeps it, and as one file that opens on another machine.
//!
//! Both start with a format number. A change of the stored form gets a new number and a pure function that lifts the
//! old form; files of a newer format are refused with words, never misread.

use crate::model::Assignment;
use crate::model::Bundle;
use crate::model::Dataset;
use crate::model::OPEN;
use crate::outcome::Assumptions;
use crate::scenario::Project;
use serde::Deserialize;

/// Number of the stored form of a project written today.
const FORM: u32 = 4;
/// Number of the form of a project file written today.
const FILE_FORM: u32 = 2;
/// First bytes of a project file.
const MAGIC: &[u8] = b"EVENFIELD PROJECT\n";
/// So many bytes of a project file tell its form and, from form 2 on, the length of the project.
pub const FILE_LEAD: usize = MAGIC.len() + 12;

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
            Self::NotAProject => say!("This is not an Evenfield project file. Choose a file that ends in .evenfield."),
            Self::Newer => {
                say!("This project was saved by a newer Evenfield. Reload the page to get the newest version.")
            }
            Self::Damaged => say!("This project file is damaged or cut short. Export it again where it was made."),
        })
    }
}

/// The project as the store keeps it, without the dataset.
pub fn encode_project(project: &Project) -> Vec<u8> {
    let mut bytes = FORM.to_le_bytes().to_vec();
    bytes.extend(postcard::to_stdvec(project).unwrap_or_default());
    bytes
}

/// The project from the store.
///
/// # Errors
/// Where the bytes are of a newer form or damaged.
pub fn decode_project(bytes: &[u8]) -> Result<Project, OpenError> {
    let (form, rest) = bytes.split_first_chunk::<4>().ok_or(OpenError::Damaged)?;
    match u32::from_le_bytes(*form) {
        FORM => postcard::from_bytes(rest).map_err(|_| OpenError::Damaged),
        3 => postcard::from_bytes(&from_form_3(rest)).map_err(|_| OpenError::Damaged),
        2 => postcard::from_bytes(&from_form_3(&from_form_2(rest))).map_err(|_| OpenError::Damaged),
        1 => postcard::from_bytes(&from_form_3(&from_form_2(&from_form_1(rest)))).map_err(|_| OpenError::Damaged),
        newer if newer > FORM => Err(OpenError::Newer),
        _ => Err(OpenError::Damaged),
    }
}

/// A project of form 1 in form 2. Form 1 ends before the versions that were deleted and the decisions: there were
/// none, and an empty list is written as its length, 0.
fn from_form_1(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0, 0]].concat()
}

/// A project of form 2 in form 3. Form 2 ends before the currency: none was chosen, which is written as 0.
fn from_form_2(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0]].concat()
}

/// A project of form 3 in today's form. Form 3 ends before what is assumed and before the what-ifs of the user: the usual was
/// assumed, and there were none.
fn from_form_3(bytes: &[u8]) -> Vec<u8> {
    let usual = postcard::to_stdvec(&Assumptions::default()).unwrap_or_default();
    [bytes, &usual, &[0]].concat()
}

/// What stands in a project file before its bundle.
pub fn project_file_head(project: &Project) -> Vec<u8> {
    let project = encode_project(project);
    let length = (project.len() as u64).to_le_bytes();
    [MAGIC, &FILE_FORM.to_le_bytes(), &length, &project].concat()
}

/// One file with everything.
pub fn project_file(project: &Project, bundle: &Bundle) -> Vec<u8> {
    [project_file_head(project), bundle.to_bytes()].concat()
}

/// Whether a file that begins with these bytes is a project file.
pub fn is_project_file(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Where the parts of a project file stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// The file is read whole: see [`open_form_1`].
    Whole,
    /// The project begins behind [`FILE_LEAD`] and has this length in bytes; then comes the bundle.
    Parts(u64),
}

/// The form of a project file, by its first [`FILE_LEAD`] bytes.
///
/// # Errors
/// Where it is no project file, a newer one, or cut short.
pub fn file_form(lead: &[u8]) -> Result<FileForm, OpenError> {
    let rest = lead.strip_prefix(MAGIC).ok_or(OpenError::NotAProject)?;
    let (form, rest) = rest.split_first_chunk::<4>().ok_or(OpenError::Damaged)?;
    match u32::from_le_bytes(*form) {
        1 => Ok(FileForm::Whole),
        FILE_FORM => {
            rest.first_chunk().map(|length| FileForm::Parts(u64::from_le_bytes(*length))).ok_or(OpenError::Damaged)
        }
        newer if newer > FILE_FORM => Err(OpenError::Newer),
        _ => Err(OpenError::Damaged),
    }
}

/// Opens a project file that is at hand whole.
///
/// # Errors
/// Where it is no project file, of a newer form, damaged, or its plan does not belong to its data.
pub fn open_file(bytes: &[u8]) -> Result<(Project, Bundle), OpenError> {
    let (project, bundle) = match file_form(&bytes[..bytes.len().min(FILE_LEAD)])? {
        FileForm::Whole => open_form_1(bytes)?,
        FileForm::Parts(length) => {
            let length = usize::try_from(length).map_err(|_| OpenError::Damaged)?;
            let (project, bundle) = bytes[FILE_LEAD..].split_at_checked(length).ok_or(OpenError::Damaged)?;
            (decode_project(project)?, Bundle::from_bytes(bundle).ok_or(OpenError::Damaged)?)
        }
    };
    if belongs(&project, &bundle.dataset) { Ok((project, bundle)) } else { Err(OpenError::Damaged) }
}

/// Opens a project file of form 1.
///
/// # Errors
/// Where it is damaged.
pub fn open_form_1(bytes: &[u8]) -> Result<(Project, Bundle), OpenError> {
    #[derive(Deserialize)]
    struct Parts {
        #[serde(with = "serde_bytes")]
        project: Vec<u8>,
        #[serde(with = "serde_bytes")]
        dataset: Vec<u8>,
    }
    let parts = bytes.get(MAGIC.len() + 4..).and_then(|rest| postcard::from_bytes::<Parts>(rest).ok());
    let parts = parts.ok_or(OpenError::Damaged)?;
    let bundle = Bundle::from_form_1(&parts.dataset).ok_or(OpenError::Damaged)?;
    Ok((decode_project(&parts.project)?, bundle))
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
        let bytes = project_file(&project, &Bundle::default());
        assert!(is_project_file(&bytes) && open_file(&bytes).is_ok());
        assert_eq!(open_file(&bytes[..bytes.len() - 9]).err(), Some(OpenError::Damaged));
        let mut newer = bytes.clone();
        newer[MAGIC.len()] = 9;
        assert_eq!(open_file(&newer).err(), Some(OpenError::Newer));
        assert_eq!(open_file(b"id,name").err(), Some(OpenError::NotAProject));
    }
}
