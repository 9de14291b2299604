//! What the user chose about the "Accounts" table: it stays while one edits, looks at charts or at another screen.

use crate::browser::app::App;
use crate::browser::app::use_app;
use crate::browser::reactive::Effect;
use crate::browser::reactive::Memo;
use crate::browser::task::later;
use crate::browser::ui::remembered::recall;
use crate::browser::ui::remembered::remember;
use crate::session::Event;
use crate::session::Pick;
use crate::session::Session;
use crate::view::AccountColumn;
use crate::view::Arranging;
use crate::view::ColumnInfo;
use crate::view::Filter;
use crate::view::Layout;
use crate::view::account_columns;
use crate::view::in_file_order;
use crate::view::kept_filter;
use crate::view::recalled_filter;
use leptos::prelude::*;
use std::sync::Arc;

/// Filtering and sorting give way to everything else after this long, ms.
const SLICE_MS: f64 = 12.0;

/// Filter, order and columns of the table, and the rows that follow.
#[derive(Clone, Copy)]
pub struct TableState {
    /// Which accounts are shown.
    pub filter: RwSignal<Filter>,
    /// The column they are sorted by, none for the order of the file; and whether the other way round.
    pub sort: RwSignal<(Option<AccountColumn>, bool)>,
    /// Which columns are shown.
    pub layout: RwSignal<Layout>,
    /// The columns there are.
    pub columns: Memo<Vec<ColumnInfo>>,
    /// The rows, once they are worked out.
    pub rows: RwSignal<Arc<Vec<u32>>>,
    /// What the rows depend on: the data, whether their scores have come, and the state of the plan.
    pub shown: Memo<Option<(String, bool, u64)>>,
    /// Place of the row that keys act on.
    pub active: RwSignal<Option<usize>>,
    /// The account that a range of rows begins at.
    anchor: StoredValue<Option<u32>>,
    /// The project and the dataset that all of this is about.
    dataset: StoredValue<Option<(u64, String)>>,
    /// Number of the latest work: older work ends.
    newest: StoredValue<u64>,
}

/// The table of the page.
pub fn use_table() -> TableState {
    expect_context::<TableState>()
}

fn shown_of(session: &Session) -> Option<(String, bool, u64)> {
    let (data, project) = (session.data.as_ref()?, session.project.as_ref()?);
    Some((project.dataset.clone(), data.scored.potential.is_empty(), project.version))
}

impl TableState {
    /// As it is at first.
    pub fn new(app: App) -> Self {
        let key = |session: &Session| {
            (session.key, session.project.as_ref().map(|p| p.dataset.clone()), session.understood.is_some())
        };
        Self {
            filter: RwSignal::default(),
            sort: RwSignal::default(),
            layout: RwSignal::default(),
            columns: app.keyed(key, account_columns),
            rows: RwSignal::default(),
            shown: app.slice(shown_of),
            active: RwSignal::default(),
            anchor: StoredValue::default(),
            dataset: StoredValue::default(),
            newest: StoredValue::default(),
        }
    }

    /// Keeps the rows as filter, order and data say, while the table is there.
    pub fn arrange(self) {
        let app = use_app();
        let picked = Memo::new(move |_| {
            let is_of_selection = self.filter.with(Filter::is_of_selection);
            is_of_selection.then(|| app.session.with(|session| session.selection.accounts.clone()))
        });
        Effect::new(move |_| {
            self.columns.with(|_| self.start_over(app));
            self.shown.with(|_| picked.with(|_| ()));
            let (by, descending) = self.sort.get();
            self.filter.with(|_| self.keep(app));
            let work = app
                .session
                .with_untracked(|session| self.filter.with(|filter| Arranging::new(session, filter, by, descending)));
            self.newest.update_value(|newest| *newest += 1);
            let number = self.newest.get_value();
            if self.rows.with_untracked(|rows| rows.is_empty()) {
                self.work_on(app, work, number);
            } else {
                // Whoever edits waits for the figures, not for the order of the rows.
                later(move || self.work_on(app, work, number));
            }
        });
    }

    /// Other data have other columns: what was chosen about them before is remembered by the name of the file. Filter and
    /// order are remembered by the project.
    fn start_over(self, app: App) {
        let of = |session: &Session| session.project.as_ref().map(|p| (session.key, p.dataset.clone()));
        let dataset = app.session.with_untracked(of);
        if self.dataset.get_value() == dataset {
            return;
        }
        self.dataset.set_value(dataset);
        self.active.set(None);
        let kept = recall(&filter_key(app));
        let (filter, sort) = self
            .columns
            .with_untracked(|columns| app.session.with_untracked(|session| recalled_filter(session, columns, &kept)));
        self.filter.set(filter);
        self.sort.set(sort);
        let remembered = recall(&key(app));
        self.layout.set(self.columns.with_untracked(|columns| Layout::remembered(columns, &remembered)));
    }

    /// Remembers filter and order for this project.
    fn keep(self, app: App) {
        let text = self.columns.with_untracked(|columns| {
            let (filter, sort) = (self.filter.read_untracked(), self.sort.get_untracked());
            let text = |session: &Session| kept_filter(session, columns, &filter, sort);
            (!columns.is_empty()).then(|| app.session.with_untracked(text))
        });
        if let Some(text) = text {
            remember(&filter_key(app), &text);
        }
    }

    fn work_on(self, app: App, mut work: Arranging, number: u64) {
        if self.newest.try_get_value() != Some(number) {
            return;
        }
        let begun = now();
        while now() - begun < SLICE_MS {
            if let Some(rows) = app.session.with_untracked(|session| work.advance(session)) {
                self.active.update(|active| *active = active.filter(|place| *place < rows.len()));
                return self.rows.set(Arc::new(rows));
            }
        }
        later(move || self.work_on(app, work, number));
    }

    /// Changes the columns, and remembers them for files of this name.
    pub fn lay_out(self, app: App, change: impl FnOnce(&mut Layout)) {
        self.layout.update(change);
        remember(&key(app), &self.layout.with_untracked(Layout::text));
    }

    /// What is picked elsewhere comes into view, where it is shown.
    pub fn follow(self, app: App) {
        let focus = app.slice(|session| session.selection.focus);
        Effect::new(move |_| {
            let Some(account) = focus.get() else { return };
            let place = self.rows.with_untracked(|rows| rows.iter().position(|&row| row == account));
            if place.is_some() && place != self.active.get_untracked() {
                self.active.set(place);
            }
        });
    }

    /// A row was clicked: alone, with Shift for all rows since the last one, with Ctrl besides those that are selected.
    pub fn click(self, app: App, account: u32, shift: bool, besides: bool) {
        let place = self.rows.with_untracked(|rows| rows.iter().position(|&row| row == account));
        self.active.set(place);
        if let Some(place) = place.filter(|_| shift) {
            return self.extend_to(app, place);
        }
        self.anchor.set_value(Some(account));
        app.dispatch(Event::Pick(if besides { Pick::Toggle(account) } else { Pick::Account(account) }));
    }

    /// Selects all rows from where the range began to this one.
    pub fn extend_to(self, app: App, place: usize) {
        let range = self.rows.with_untracked(|rows| {
            let anchor = self.anchor.get_value();
            let from = anchor.and_then(|anchor| rows.iter().position(|&row| row == anchor)).unwrap_or(place);
            rows[from.min(place)..=from.max(place)].to_vec()
        });
        if self.anchor.get_value().is_none() {
            self.anchor.set_value(self.rows.with_untracked(|rows| rows.get(place).copied()));
        }
        app.dispatch(Event::Pick(Pick::Accounts(range)));
    }

    /// A range begins at this row.
    pub fn begin_at(self, place: usize) {
        self.anchor.set_value(self.rows.with_untracked(|rows| rows.get(place).copied()));
    }

    /// Selects all rows that are shown.
    pub fn select_all(self, app: App) {
        let rows = self.rows.with_untracked(|rows| in_file_order(rows));
        app.dispatch(Event::Pick(Pick::Accounts(rows)));
    }
}

fn key(app: App) -> String {
    let file = app.session.with_untracked(|session| {
        let sources = session.data.iter().flat_map(|data| data.dataset.sources.iter());
        sources.map(|source| source.file.clone()).next().unwrap_or_default()
    });
    format!("evenfield-columns:{file}")
}

fn filter_key(app: App) -> String {
    format!("evenfield-filter:{}", app.session.with_untracked(|session| session.key))
}

fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
