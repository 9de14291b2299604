//! `compactness`: accounts close to the centre of their territory.

use crate::geo::Point;
use crate::geo::UnitVector;
use crate::geo::centroid;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::RuleSetting;
use crate::model::Value;
use crate::rules::Card;
use crate::rules::Centres;
use crate::rules::Draft;
use crate::rules::Kind;
use crate::rules::Param;
use crate::rules::Params;
use crate::rules::Ready;
use crate::rules::Report;
use crate::rules::Rule;
use crate::rules::Shape;
use crate::rules::Terms;
use crate::rules::setting;
use crate::score::Scores;

/// The card.
pub const CARD: Card = Card {
    id: "compactness",
    title: "Compactness",
    kind: Kind::Objective,
    help: "Keeps each territory in one piece around its centre.",
    formula: "Centres where the reps are: (sum of potential x km to the centre - least possible) / the same sum with \
              each account at the nearest centre, in percent; the centre is the rep's base or, without one, the \
              middle of the accounts the rep has today. \
              Free centres: sum of potential x km x km to the middle of the rep's accounts in the plan, in percent of \
              what it would be if accounts lay evenly and were cut into equal round parts; 0 = all accounts of a rep in \
              one place. No bound is proven with free centres",
    source: "Moment of inertia: Hess et al. 1965; Kalcsics, Nickel, Schroeder 2005",
    repeatable: false,
    params: &[Param {
        key: "centres",
        title: "Centres",
        help: "Where territories have their centres. Free ones are found together with the plan: a design from scratch.",
        shape: Shape::Choice {
            default: "bases",
            options: &[("bases", text!("Where the reps are")), ("free", text!("Free, found by the plan"))],
        },
    }],
};

/// Whether the parameters leave the centres to the plan.
pub fn is_free(params: &Params) -> bool {
    params.text("centres") == "free"
}

/// See the card.
pub struct Compactness;

impl Rule for Compactness {
    fn card(&self) -> &'static Card {
        &CARD
    }

    /// Where no rep has a base, nothing else would keep territories together.
    fn suggest(&self, dataset: &Dataset, _scores: &Scores) -> Vec<RuleSetting> {
        let placed = dataset.accounts.latitude.iter().any(|latitude| latitude.is_finite());
        let based = dataset.reps.iter().any(|rep| rep.base.is_some() && !rep.remote);
        let free = [("centres", Value::Text("free".to_owned()))];
        if placed && !based { vec![setting(&CARD, 30.0, &free)] } else { Vec::new() }
    }

    fn compile<'t>(&self, _params: &Params, terms: &'t Terms, share: f64, draft: &mut Draft<'t>) {
        if let Some(centres) = terms.centres() {
            compile_free(terms, centres, share, draft);
            return;
        }
        let field = Field::new(terms);
        let (least, around) = field.totals(terms);
        if around <= 0.0 {
            return;
        }
        let points = share * 100.0 / around;
        draft.constant(-points * least);
        draft.linear(move |account, row| {
            for (column, cost) in row.iter_mut().enumerate() {
                *cost += points * field.moment(terms, account, terms.rep_of(column));
            }
        });
    }

    fn report(&self, _params: &Params, terms: &Terms, plan: &Assignment) -> Report {
        if terms.has_free_centres() {
            return report_free(terms, plan);
        }
        let field = Field::new(terms);
        field.report(terms, plan, field.totals(terms))
    }

    fn ready(&self, _params: &Params, terms: &Terms) -> Option<Ready> {
        if terms.has_free_centres() {
            return None;
        }
        let field = Field::new(terms);
        let totals = field.totals(terms);
        Some(Box::new(move |terms, plan| field.report(terms, plan, totals)))
    }
}

/// Costs around given centres: where every rep has one, every plan costs at least what the report says, which moves the
/// centres to where they are best for it.
fn compile_free<'t>(terms: &'t Terms, centres: &'t Centres, share: f64, draft: &mut Draft<'t>) {
    let even = terms.even_inertia();
    if even > 0.0 {
        let points = share * 100.0 / even;
        draft.linear(move |account, row| {
            for (cost, centre) in row.iter_mut().zip(centres) {
                *cost += points * terms.inertia(account, *centre);
            }
        });
    }
}

fn report_free(terms: &Terms, plan: &Assignment) -> Report {
    let even = terms.even_inertia();
    let loss = if even > 0.0 { 100.0 * terms.inertia_of(plan) / even } else { 0.0 };
    let touched = (0..plan.len()).filter(|&account| terms.place(account).is_some()).count();
    Report { loss: Some(loss), breaches: Vec::new(), touched }
}

/// Centres of the reps and places of the accounts.
struct Field {
    centres: Vec<Option<UnitVector>>,
    places: Vec<Option<UnitVector>>,
}

impl Field {
    fn new(terms: &Terms) -> Self {
        let accounts = &terms.dataset().accounts;
        let point = |(latitude, longitude): (f64, f64)| Point::new(latitude, longitude);
        let place = |account: usize| accounts.place(account).filter(|_| !terms.is_excluded(account));
        let places: Vec<Option<Point>> = (0..accounts.len()).map(|account| place(account).map(point)).collect();
        let middle = |rep: usize| {
            let mine = (0..accounts.len()).filter(|&account| usize::from(accounts.owner[account]) == rep);
            let (points, weights): (Vec<Point>, Vec<f64>) = mine
                .filter_map(|account| Some((places[account]?, terms.scores().potential[account].max(1e-9))))
                .unzip();
            centroid(&points, &weights)
        };
        let centres = terms.dataset().reps.iter().enumerate().map(|(rep, facts)| match facts.base {
            _ if terms.dataset().is_gone(rep) => None,
            Some(base) if !facts.remote => Some(point(base)),
            _ => middle(rep),
        });
        Self {
            centres: centres.map(|centre| centre.map(UnitVector::new)).collect(),
            places: places.iter().map(|place| place.map(UnitVector::new)).collect(),
        }
    }

    fn report(&self, terms: &Terms, plan: &Assignment, (least, around): (f64, f64)) -> Report {
        let sum: f64 = plan.rep.iter().enumerate().map(|(account, &rep)| self.moment(terms, account, rep)).sum();
        let loss = if around > 0.0 { 100.0 * (sum - least) / around } else { 0.0 };
        let touched = self.places.iter().flatten().count();
        Report { loss: Some(loss), breaches: Vec::new(), touched }
    }

    /// Potential x km from the account to the rep's centre; 0 where either is unknown.
    fn moment(&self, terms: &Terms, account: usize, rep: u16) -> f64 {
        let (Some(Some(centre)), Some(place)) = (self.centres.get(rep as usize), self.places[account]) else {
            return 0.0;
        };
        terms.scores().potential[account] * place.distance_km(*centre)
    }

    /// The least that the moments of all accounts can come to, and what they come to with each account at the nearest
    /// centre. The two differ where an account may also go to a rep without a centre, or to nobody.
    fn totals(&self, terms: &Terms) -> (f64, f64) {
        (0..self.places.len()).fold((0.0, 0.0), |(least, around), account| {
            let columns = (0..terms.columns()).filter(|&column| terms.allows(account, column));
            let (centred, free): (Vec<usize>, Vec<usize>) =
                columns.partition(|&column| self.centres.get(column).is_some_and(Option::is_some));
            let moments = centred.iter().map(|&rep| self.moment(terms, account, rep as u16));
            let nearest = moments.min_by(f64::total_cmp).unwrap_or(0.0);
            (least + if free.is_empty() { nearest } else { 0.0 }, around + nearest)
        })
    }
}
