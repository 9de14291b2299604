//! Addresses `#/data`, `#/rules`, ...: they work under any path of any static server.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Files in.
    Data,
    /// What a plan must and should do.
    Rules,
    /// Map and tables.
    Plan,
    /// Versions side by side.
    Scenarios,
}

impl Screen {
    /// All screens in the order of a person's path.
    pub const ALL: [Self; 4] = [Self::Data, Self::Rules, Self::Plan, Self::Scenarios];

    /// The address.
    pub fn address(self) -> &'static str {
        match self {
            Self::Data => "#/data",
            Self::Rules => "#/rules",
            Self::Plan => "#/plan",
            Self::Scenarios => "#/scenarios",
        }
    }

    /// The name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Data => say!("Data"),
            Self::Rules => say!("Rules"),
            Self::Plan => say!("Plan"),
            Self::Scenarios => say!("Scenarios"),
        }
    }

    /// The icon's name.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Rules => "rules",
            Self::Plan => "plan",
            Self::Scenarios => "scenarios",
        }
    }

    fn of_address(address: &str) -> Self {
        Self::ALL.into_iter().find(|screen| screen.address() == address).unwrap_or(Self::Data)
    }
}

/// The screen shown, as the address says.
#[derive(Clone, Copy)]
pub struct Route {
    screen: RwSignal<Screen>,
}

impl Route {
    /// Follows the address.
    pub fn new() -> Self {
        let route = Self { screen: RwSignal::new(Screen::of_address(&address())) };
        window_event_listener(leptos::ev::hashchange, move |_| route.screen.set(Screen::of_address(&address())));
        route
    }

    /// The screen shown.
    pub fn screen(self) -> Screen {
        self.screen.get()
    }
}

/// The screen that the address says. It knows first: the browser tells of a new one in a later task.
pub fn screen_now() -> Screen {
    Screen::of_address(&address())
}

/// Goes to a screen.
pub fn go(screen: Screen) {
    let _ = window().location().set_hash(screen.address());
}

/// The route of the page.
pub fn use_route() -> Route {
    expect_context::<Route>()
}

fn address() -> String {
    window().location().hash().unwrap_or_default()
}

/// Brings a heading of the screen into view, and whoever reads along to it.
pub fn show_heading(id: &str) {
    let heading = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(heading) = heading {
        heading.scroll_into_view();
        let _ = heading.focus();
    }
}
