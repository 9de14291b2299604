//! `cpmp/`: the capacitated p-median problem, centres free.
//!
//! The instances of Lorena and Senne (2003), with the optimal values of Stefanello, de Araujo and Müller (2015).

use crate::instances::Failure;
use crate::job::Known;
use evenfield::solve::Sites;

/// Optimal values are given to the cent.
const ROUNDING: f64 = 0.005;

/// The sites of a file: `n p`, then `x y capacity demand` for each of n points.
pub fn sites(text: &str) -> Result<Sites, Failure> {
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let &[count, centres, ref rest @ ..] = &numbers[..] else { return Err("the sizes are missing".into()) };
    if rest.len() != 4 * count as usize {
        return Err(format!("{} numbers for {count} points, not {}", rest.len(), 4.0 * count).into());
    }
    let rows = || rest.chunks_exact(4);
    Ok(Sites {
        places: rows().map(|row| [row[0], row[1], 0.0]).collect(),
        weight: vec![1.0; count as usize],
        demand: rows().map(|row| row[3]).collect(),
        capacity: rows().map(|row| row[2]).collect(),
        centres: centres as usize,
    })
}

/// What `best_known.csv` says: the optimum.
pub fn known(name: &str, table: &str) -> Result<Known, Failure> {
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        let row = row?;
        if row.get(0) == Some(name) {
            let best: f64 = row.get(3).ok_or("no best known value")?.parse()?;
            let floor = (row.get(4) == Some("optimal")).then_some(best - ROUNDING);
            return Ok(Known { best: Some(best), floor });
        }
    }
    Err(format!("{name} is not in the table of best known values").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_column_by_column() {
        // Capacity and demand in each other's place still solve, to a wrong answer.
        let read = sites("2 1\n 3 4 10 6\n 0 0 20 7\n").unwrap();
        assert_eq!((read.places, read.centres), (vec![[3.0, 4.0, 0.0], [0.0, 0.0, 0.0]], 1));
        assert_eq!((read.capacity, read.demand), (vec![10.0, 20.0], vec![6.0, 7.0]));
        assert!(sites("2 1\n 3 4 10 6\n").is_err() && sites("").is_err());
    }

    #[test]
    fn an_optimum_in_cents_is_no_floor_to_the_last_digit() {
        // The optimal plan itself may cost half a cent less than the table says.
        let table = "instance,n,m,best_known,status\nS1,9,3,50.01,optimal\n";
        let known = known("S1", table).unwrap();
        assert!(known.best == Some(50.01) && known.floor.is_some_and(|floor| floor < 50.0051));
    }
}
