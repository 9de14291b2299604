//! What a person takes away: assignments, map, figures, issues, the project itself.
//!
//! **Never.** A cell that a spreadsheet would run as a formula leaves the house unescaped.

mod assignments;
mod cells;
mod evaluation;
mod geojson;
mod issues;
mod page;
mod project;
mod reasons;
mod record;
mod repaired;
mod scenario_book;
mod scenario_case;
mod scenario_page;
mod scenario_summary;
mod scenarios;
mod sureness;
mod workbook;
mod zipped;

pub use assignments::Joined;
pub use assignments::assignments_csv;
pub use assignments::headless_csv;
pub use cells::pasted;
pub use cells::safe_cell;
pub use evaluation::evaluation_json;
pub use geojson::geojson;
pub use issues::issues_csv;
pub use project::FILE_LEAD;
pub use project::FileForm;
pub use project::OpenError;
pub use project::belongs;
pub use project::decode_project;
pub use project::encode_project;
pub use project::file_form;
pub use project::is_project_file;
pub use project::open_file;
pub use project::open_form_1;
pub use project::project_file;
pub use project::project_file_head;
pub use reasons::reason_text;
pub use record::Record;
pub use record::record_html;
pub use repaired::repaired_csv;
pub use scenario_book::Noted;
pub use scenario_book::scenarios_xlsx;
pub use scenario_page::scenarios_html;
pub use scenarios::Beside;
pub use scenarios::assignments_name;
pub use scenarios::scenario_assignments;
pub use scenarios::scenarios_csv;
pub use scenarios::scenarios_json;
pub use sureness::robustness_csv;
pub use sureness::sensitivity_csv;
pub use sureness::sureness_json;
