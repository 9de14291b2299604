//! Reading the command line.

/// How the twin is called.
pub const USAGE: &str = "\
Evenfield plans sales territories; this is its headless form.

evenfield plan  --accounts F --reps F [--opportunities F] [--rules F.json] [--seed N]
                [--seconds S | --steps N] [--lanes N] --out DIR
    Writes assignments.csv, evaluation.json, certificate.json and rules.json into DIR and prints a summary.
    Without --rules it uses the rules that fit the data.
evenfield check --accounts F --reps F [--opportunities F] [--rules F.json] --assignments F [--certificate F]
    Judges an assignments file (columns account_id and rep_id) and re-derives the bound from the prices.
evenfield curve --accounts F --reps F [--opportunities F] [--rules F.json] --over ID,ID [--points N] [--seed N]
                --out DIR
    Trades two objectives, such as travel,continuity, against each other while all limits hold. Writes curve.csv,
    curve.json and the assignments of every point into DIR and prints the table.
evenfield compare --accounts F --reps F [--opportunities F] [--rules F.json] [--scenarios F.json] [--steps N] [--seed N]
                --out DIR
    Makes a plan of each scenario: what-ifs, changed rules, and a search of so many steps once its prices are known, by
    default as many as suit the team. Without --scenarios these are the standard set. Writes scenarios.json, scenarios.csv,
    scenarios.xlsx and assignments-1.csv, -2.csv, ... into DIR and prints a summary: every figure with today and the
    difference, expected revenue with ranges, bound and gap. How sure the plans are: sensitivity.json, sensitivity.csv,
    robustness.csv.
evenfield rules
    Prints the cards of all rules as JSON.
evenfield example --out DIR [--seed N] [--accounts N --reps N | --size story]
    Writes a made-up team: example-accounts.csv and example-reps.csv. --size story: 150 reps, 8,000 customers and 25,000
    prospects, unevenly shared.

All that read accounts take --gazetteer DIR: where postal codes and cities lie, as `make dist` prepares it; without it
gen/gazetteer, where that is there. Accounts and reps without coordinates are placed by it.

Exit status: 0 all limits kept, 1 a limit is broken, 2 unusable input.";

/// Options given as `--name value`.
pub struct Arguments {
    pairs: Vec<(String, String)>,
}

impl Arguments {
    /// Reads `--name value` pairs; every name must be among the known ones.
    pub fn read(words: &[String], known: &[&str]) -> Result<Self, Vec<String>> {
        let mut pairs = Vec::new();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let Some(name) = word.strip_prefix("--").filter(|name| known.contains(name)) else {
                return Err(vec![format!("unknown option \"{word}\"; known: --{}", known.join(", --"))]);
            };
            let Some(value) = rest.next() else { return Err(vec![format!("--{name} needs a value")]) };
            if pairs.iter().any(|(earlier, _)| earlier == name) {
                return Err(vec![format!("--{name} is given twice")]);
            }
            pairs.push((name.to_owned(), value.clone()));
        }
        Ok(Self { pairs })
    }

    /// The value of an option.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of an option that must be there.
    pub fn need(&self, name: &str) -> Result<&str, Vec<String>> {
        self.get(name).ok_or_else(|| vec![format!("--{name} is missing"), USAGE.to_owned()])
    }

    /// A number, or the default.
    pub fn number<T: std::str::FromStr>(&self, name: &str, default: T) -> Result<T, Vec<String>> {
        self.get(name).map_or(Ok(default), |text| {
            text.parse().map_err(|_| vec![format!("--{name}: found \"{text}\", expected a number")])
        })
    }

    /// How many: a whole number from 1 up.
    pub fn count<T: std::str::FromStr + PartialOrd + From<u8>>(
        &self,
        name: &str,
        default: T,
    ) -> Result<T, Vec<String>> {
        let count = self.number(name, default)?;
        let found = self.get(name).unwrap_or_default();
        if count >= T::from(1) {
            Ok(count)
        } else {
            Err(vec![format!("--{name}: found \"{found}\", expected 1 or more")])
        }
    }

    /// A time that ends.
    pub fn seconds(&self, name: &str, default: f64) -> Result<f64, Vec<String>> {
        let seconds = self.number(name, default)?;
        let found = self.get(name).unwrap_or_default();
        if (0.0..=1e6).contains(&seconds) {
            Ok(seconds)
        } else {
            Err(vec![format!("--{name}: found \"{found}\", expected seconds from 0 to 1,000,000")])
        }
    }
}
