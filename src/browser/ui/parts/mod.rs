//! What screens are made of.

mod choices;
mod deviation;
mod dialog;
mod figure;
mod icon;
mod limits;
mod list;
mod menu;
mod show;
mod stats;
mod table;

pub use choices::Choices;
pub use deviation::DeviationBar;
pub use deviation::SizeBars;
pub use dialog::Dialog;
pub use figure::Figure;
pub use figure::drawn;
pub use figure::width_of;
pub use icon::Icon;
pub use icon::Swatch;
pub use limits::limits_mark;
pub use list::For;
pub use menu::Menu;
pub use menu::MenuOpen;
pub use menu::close_menu;
pub use menu::open_menu;
pub use show::Show;
pub use stats::Stats;
pub use table::SortHeader;
pub use table::Virtual;
