//! `gap/`: the Generalized Assignment Problem, minimised.
//!
//! Types C, D and E of Chu and Beasley (1997) and Yagiura, Ibaraki and Glover (2004): units with a use that depends on
//! the rep, capacities without a lower side.

use crate::instances::Failure;
use crate::job::Known;
use evenfield::problem::Amount;
use evenfield::problem::Measure;
use evenfield::problem::NOBODY;
use evenfield::problem::Problem;
use evenfield::problem::Window;

/// The problem of a file: `m n`, then m x n costs, m x n uses, m capacities.
pub fn problem(text: &str) -> Result<Problem, Failure> {
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let &[reps, units, ref rest @ ..] = &numbers[..] else { return Err("the sizes are missing".into()) };
    let (reps, units) = (reps as usize, units as usize);
    let pairs = reps * units;
    if rest.len() != 2 * pairs + reps {
        return Err(format!("{} numbers for {reps} x {units}, not {}", rest.len(), 2 * pairs + reps).into());
    }
    let (costs, rest) = rest.split_at(pairs);
    let (uses, capacities) = rest.split_at(pairs);
    let windows = capacities.iter().map(|&upper| Window { lower: f64::NEG_INFINITY, upper }).collect();
    let amount = Amount::Pair(by_unit(uses, reps, units));
    let measure = Measure { name: "use".to_owned(), amount, windows, hinges: Vec::new() };
    let present = vec![NOBODY; units];
    let cost = by_unit(costs, reps, units);
    Ok(Problem { units, reps, cost, measures: vec![measure], present, ..Problem::default() })
}

/// The files go rep by rep, a [`Problem`] unit by unit.
fn by_unit(by_rep: &[f64], reps: usize, units: usize) -> Vec<f32> {
    (0..units).flat_map(|u| (0..reps).map(move |j| by_rep[j * units + u] as f32)).collect()
}

/// What `best_known.csv` says: the optimum, or the best known plan with the bound in brackets where there is one.
pub fn known(name: &str, table: &str) -> Result<Known, Failure> {
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        let row = row?;
        if row.get(0) == Some(name) {
            let best: f64 = row.get(3).ok_or("no best known value")?.parse()?;
            let status = row.get(4).unwrap_or_default();
            let bound = status.split_once("(bound ").and_then(|(_, rest)| rest.trim_end_matches(')').parse().ok());
            let floor = if status == "optimal" { Some(best) } else { bound };
            return Ok(Known { best: Some(best), floor });
        }
    }
    Err(format!("{name} is not in the table of best known values").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_turned_from_rep_by_rep_to_unit_by_unit() {
        // The wrong order still solves, to a wrong answer.
        let read = problem("2 3\n 1 2 3\n 4 5 6\n 7 8 9\n 10 11 12\n 20 30\n").unwrap();
        assert_eq!((read.reps, read.units), (2, 3));
        assert_eq!(read.cost, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(read.measures[0].amount, Amount::Pair(vec![7.0, 10.0, 8.0, 11.0, 9.0, 12.0]));
        assert_eq!(read.measures[0].windows[1].upper, 30.0);
        assert!(problem("2 3\n 1 2 3").is_err() && problem("").is_err());
    }

    #[test]
    fn what_is_proven_is_told_from_what_is_only_known() {
        // A plan below a best known value is news; a plan below an optimum is a fault.
        let table = "instance,n,m,best_known,status\nc1,9,3,50,optimal\nd1,9,3,60,best known (bound 58)\n\
                     d2,9,3,70,best known (stored solution)\n";
        assert_eq!(known("c1", table).unwrap(), Known { best: Some(50.0), floor: Some(50.0) });
        assert_eq!(known("d1", table).unwrap(), Known { best: Some(60.0), floor: Some(58.0) });
        assert_eq!(known("d2", table).unwrap(), Known { best: Some(70.0), floor: None });
        assert!(known("e1", table).is_err());
    }
}
