//! From files to a project.

use crate::clean::Choices;
use crate::clean::Step;
use crate::example;
use crate::import::Correction;
use crate::import::Mapping;
use crate::model::Assignment;
use crate::model::Dataset;
use crate::model::Issue;
use crate::model::OPEN;
use crate::model::Settings;
use crate::model::Severity;
use crate::protocol::Delivery;
use crate::protocol::InputFile;
use crate::protocol::Readable;
use crate::protocol::Request;
use crate::protocol::Understood;
use crate::rules::in_order;
use crate::scenario::Changes;
use crate::scenario::History;
use crate::scenario::Project;
use crate::scenario::Rebase;
use crate::score::Scored;
use crate::session::Aim;
use crate::session::Data;
use crate::session::Effect;
use crate::session::Opened;
use crate::session::Outlines;
use crate::session::Pending;
use crate::session::Reading;
use crate::session::Saved;
use crate::session::Selection;
use crate::session::Session;
use crate::session::WayBack;
use crate::session::what_ifs::own_name;
use crate::units::counted;
use std::sync::Arc;

impl Session {
    pub(super) fn files(&mut self, files: Vec<InputFile>) -> Vec<Effect> {
        if files.is_empty() {
            return Vec::new();
        }
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let phrase = say!("Reading {names}", names = names.join(say!(" and ")));
        self.read(phrase, Readable::Files(files, self.corrections.clone()))
    }

    /// Asks for something that ends with an `Understood`. What is being read before is read to its end first.
    fn read(&mut self, text: String, readable: Readable) -> Vec<Effect> {
        // Whoever brings other files meanwhile has not taken the pending ones; and the desk may have read to the end what
        // was cancelled.
        let mut effects = self.decline();
        if std::mem::take(&mut self.cancelled) {
            effects.extend(self.reopen());
        }
        self.readings += 1;
        let aim = match readable {
            Readable::Files(..) | Readable::Example(_) => Aim::Files,
            Readable::Mappings(_) => Aim::Columns,
            Readable::Choices(_) | Readable::Trial(_) | Readable::Acquired(..) => Aim::Choices,
        };
        self.reading = Some(Reading { number: self.readings, text, part: None, aim });
        effects.push(Effect::Ask(Request::Read(self.readings, readable)));
        effects
    }

    pub(super) fn example(&mut self) -> Vec<Effect> {
        self.read(say!("Making up the example team").to_owned(), Readable::Example(example::SEED))
    }

    pub(super) fn remap(&mut self, mappings: Vec<Mapping>) -> Vec<Effect> {
        self.corrected = mappings.iter().map(|mapping| mapping.file.clone()).collect();
        self.read(say!("Reading by the changed columns").to_owned(), Readable::Mappings(mappings))
    }

    pub(super) fn choose(&mut self, choices: Choices) -> Vec<Effect> {
        self.read(say!("Cleaning as you chose").to_owned(), Readable::Choices(choices))
    }

    /// Asks what would be different with a step of cleaning the other way round.
    pub(super) fn try_out(&mut self, step: Step) -> Vec<Effect> {
        let Some(understood) = &self.understood else { return Vec::new() };
        let choices = understood.choices.clone().switch(step);
        let effects = self.read(say!("Trying out {step}", step = step.title()), Readable::Trial(choices));
        if let Some(reading) = &mut self.reading {
            reading.aim = Aim::Trial(step);
        }
        effects
    }

    /// What was tried is told; nothing else happens.
    pub(super) fn tried(&mut self, number: u64, changes: Option<Box<Changes>>) -> Vec<Effect> {
        let Some(reading) = self.reading.take_if(|reading| reading.number == number) else { return Vec::new() };
        if let (Aim::Trial(step), Some(understood)) = (reading.aim, &self.understood) {
            let way = if understood.choices.does(step) { say!("Without it") } else { say!("With it") };
            let told = match changes {
                Some(changes) if changes.any() => changes.sentence(),
                Some(_) => say!("nothing in the data of the plan would be different.").to_owned(),
                None => say!("no data would be left to plan with.").to_owned(),
            };
            self.trial = Some((step, format!("{way}: {told}")));
        }
        [self.judge(), self.explain()].concat()
    }

    /// Everything stays as it was before the files came; what was held back meanwhile is asked now.
    pub(super) fn cancel_reading(&mut self) -> Vec<Effect> {
        if self.reading.take().is_none() {
            return Vec::new();
        }
        self.cancelled = true;
        self.forget_acquired_asked();
        [vec![Effect::Ask(Request::Cancel)], self.judge(), self.explain()].concat()
    }

    pub(super) fn understood(&mut self, mut understood: Understood, now: f64) -> Vec<Effect> {
        // Only the answer that is waited for counts; another reading goes on from it.
        let Some(reading) = self.reading.take_if(|reading| reading.number == understood.number) else {
            return if self.reading.is_none() && understood.delivery.is_some() { self.reopen() } else { Vec::new() };
        };
        // The same data again, a file of no use among them: the work on them goes on.
        self.tell_wrong_files(&understood);
        let remembered = self.remember(&understood, reading.aim);
        let known =
            |delivery: &Delivery| self.project.as_ref().is_some_and(|project| project.dataset == delivery.fingerprint);
        let rebase = understood.rebase.take();
        let understood = Arc::new(understood);
        let Some(delivery) = understood.delivery.clone().filter(|delivery| !known(delivery)) else {
            return [remembered, self.understood_same(understood)].concat();
        };
        let rebase = self.rebase_to(&delivery, rebase, reading.aim).map(Arc::new);
        let effects = match (rebase, reading.aim) {
            (Some(rebase), Aim::Files) if self.is_newer(&delivery, &rebase) => {
                self.pending = Some(Pending { understood, rebase });
                Vec::new()
            }
            (Some(rebase), aim) => self.go_on(&understood, delivery, &rebase, aim),
            (None, aim) => self.start(&understood, delivery, aim, now),
        };
        [remembered, effects].concat()
    }

    /// How the data in use are found in new ones; none where they are other data. What the desk found holds only if it had
    /// the same data as the page: it may have read something in between that nobody waited for.
    fn rebase_to(&self, delivery: &Delivery, found: Option<Rebase>, aim: Aim) -> Option<Rebase> {
        // Fewer accounts in common than that are other data, not newer ones.
        const IN_COMMON: f64 = 0.2;
        let (project, data) = (self.project.as_ref()?, self.data.as_ref()?);
        let (before, after) = (&data.dataset, &delivery.bundle.dataset);
        let found = found.filter(|found| found.before == project.dataset);
        let found = found.or_else(|| Rebase::between(before, after)).filter(|found| found.overlap() >= IN_COMMON);
        // The same file by another column of ids still has the same rows.
        found.or_else(|| if aim == Aim::Files { None } else { Rebase::by_rows(before, after) })
    }

    /// Whether the user is asked before the project goes on with new data: where there is work to lose, or another
    /// accounts file.
    fn is_newer(&self, delivery: &Delivery, rebase: &Rebase) -> bool {
        let file = |dataset: &Dataset| dataset.sources.first().map(|source| (source.file.clone(), source.rows));
        let before = self.data.as_ref().and_then(|data| file(&data.dataset));
        let another =
            before != file(&delivery.bundle.dataset) || rebase.changes.new.count + rebase.changes.gone.count > 0;
        (another && rebase.changes.any()) || self.has_work()
    }

    /// Columns that were corrected are remembered for other files with the same headers.
    fn remember(&mut self, understood: &Understood, aim: Aim) -> Vec<Effect> {
        const MOST: usize = 100;
        if aim != Aim::Columns {
            return Vec::new();
        }
        let corrected = understood.mappings.iter().filter(|mapping| self.corrected.contains(&mapping.file));
        for mapping in corrected {
            self.corrections.retain(|known| !known.suits(mapping));
            self.corrections.insert(0, Correction::of(mapping));
        }
        self.corrections.truncate(MOST);
        vec![Effect::Remember(self.corrections.clone())]
    }

    /// Forgets how columns were corrected; files that are open stay as they are read.
    pub(super) fn forget_corrections(&mut self) -> Vec<Effect> {
        self.corrections.clear();
        vec![Effect::Remember(Vec::new())]
    }

    /// The data are the same; how the files were understood may be new.
    fn understood_same(&mut self, understood: Arc<Understood>) -> Vec<Effect> {
        self.conflict_asked = None;
        let mut effects = [self.judge(), self.explain()].concat();
        if understood.delivery.is_some() {
            effects.push(Effect::StoreDataset);
            effects.extend(self.save());
        }
        self.understood = Some(understood);
        effects
    }

    /// Whether there is anything that another project on the same data would not have.
    pub(super) fn has_work(&self) -> bool {
        let Some(project) = &self.project else { return false };
        project.revisions.len() > 1 || project.edited() || project.settings != project.revisions[0].settings
    }

    /// The project goes on with the pending data.
    pub(super) fn apply(&mut self) -> Vec<Effect> {
        let Some(Pending { understood, rebase }) = self.pending.take() else { return Vec::new() };
        let Some(delivery) = understood.delivery.clone() else { return Vec::new() };
        self.go_on(&understood, delivery, &rebase, Aim::Files)
    }

    /// The pending data begin a project of their own.
    pub(super) fn start_anew(&mut self, now: f64) -> Vec<Effect> {
        let Some(Pending { understood, .. }) = self.pending.take() else { return Vec::new() };
        let Some(delivery) = understood.delivery.clone() else { return Vec::new() };
        self.start(&understood, delivery, Aim::Files, now)
    }

    /// Lets go of the pending data: everything stays as it was.
    pub(super) fn decline(&mut self) -> Vec<Effect> {
        if self.pending.take().is_some() { self.reopen() } else { Vec::new() }
    }

    /// The project goes on with newer data; that can be undone.
    fn go_on(&mut self, understood: &Arc<Understood>, delivery: Delivery, rebase: &Rebase, aim: Aim) -> Vec<Effect> {
        let (Some(project), Some(data)) = (self.project.clone(), self.data.clone()) else { return Vec::new() };
        let before = self.replaced();
        let after = delivery.bundle.dataset.clone();
        let (locks, moves) = rebase.surviving(&project);
        let planned = crate::evaluate::changes(project.today(), &project.working);
        let planned = planned.iter().filter(|change| change.from != OPEN).count();
        let (locks, moves) = (project.settings.locks.len() - locks, planned - moves);
        let lost = [(locks, counted(locks, "lock")), (moves, counted(moves, "planned move"))];
        let project = rebase.rebased(project, &data.dataset, &after, &delivery.fingerprint);
        let mut notice = match aim {
            Aim::Files => say!("The project goes on with the newer data.").to_owned() + " ",
            Aim::Columns => say!("Read by the changed columns.").to_owned() + " ",
            Aim::Choices | Aim::Trial(_) => String::new(),
        };
        notice.push_str(&rebase.changes.sentence());
        for (_, lost) in lost.into_iter().filter(|(count, _)| *count > 0) {
            notice.push(' ');
            notice.push_str(&say!("{lost} went with accounts or reps that are gone.", lost));
        }
        // What is undone one by one stays so where every account and rep stands where it stood.
        let history = rebase.is_still().then(|| std::mem::take(&mut self.history));
        let effects = self.adopt_data(data_of(delivery, understood), project);
        self.understood = Some(understood.clone());
        self.history = history.unwrap_or_default();
        if rebase.changes.any() || aim == Aim::Files {
            self.keep_aside(before, &notice);
            self.aside_is_same = true;
        }
        effects
    }

    /// A project begins on new data; the one before can be brought back.
    fn start(&mut self, understood: &Arc<Understood>, delivery: Delivery, aim: Aim, now: f64) -> Vec<Effect> {
        let before = self.replaced();
        let effects = self.begin(delivery, understood, aim, now);
        self.understood = Some(understood.clone());
        let name = before.as_ref().and_then(|before| before.project.as_ref()).map_or("", |project| &project.name);
        let notice = match aim {
            Aim::Files => say!("A new project begins with these files. {name} stays among your projects.", name),
            Aim::Columns | Aim::Choices | Aim::Trial(_) => say!(
                "Read like this the accounts are others: a new project begins. {name} stays among your projects.",
                name
            ),
        };
        self.keep_aside(before, &notice);
        effects
    }

    /// The desk had read to the end when it was told to stop: it takes over again what the page has.
    fn reopen(&mut self) -> Vec<Effect> {
        let Some(data) = &self.data else { return vec![Effect::Ask(Request::Forget)] };
        let open = Effect::Ask(Request::Open(data.delivery.clone()));
        (self.judging, self.explaining) = (None, false);
        (self.conflict_asked, self.allowance_asked, self.moved.asked) = (None, None, None);
        self.lose_tours();
        self.conflict = None;
        // The desk lets go of the moves that it weighs with the data they are of.
        let stopped = if self.comparison.weighing.part.is_some() { self.stop_weighing() } else { Vec::new() };
        [stopped, vec![open], self.judge(), self.explain()].concat()
    }

    /// A file that cannot be read at all is said aloud where a project is open and would hide it.
    fn tell_wrong_files(&mut self, understood: &Understood) {
        let wrong = |issue: &&Issue| issue.severity == Severity::Error && issue.place.row == 0;
        if self.project.is_some() {
            let texts: Vec<String> = understood.issues.iter().filter(wrong).take(3).map(Issue::text).collect();
            for text in texts {
                self.alert(text);
            }
        }
    }

    /// Starts a project on new data.
    fn begin(&mut self, delivery: Delivery, understood: &Understood, aim: Aim, now: f64) -> Vec<Effect> {
        let dataset = delivery.bundle.dataset.clone();
        let name = project_name(&dataset);
        let today = Assignment { rep: dataset.accounts.owner.clone() };
        // Columns read another way leave the rules as the user set them.
        let kept = self.project.as_ref().filter(|_| aim != Aim::Files).map(|project| project.settings.rules.clone());
        let rules = kept.unwrap_or_else(|| understood.suggested.clone());
        let settings = Settings { rules, locks: Vec::new() };
        let project = Project::new(&name, delivery.fingerprint.clone(), settings, today, now);
        (self.key, self.saved) = (self.new_key(now), Saved::Nothing);
        self.adopt_data(data_of(delivery, understood), project)
    }

    fn adopt_data(&mut self, data: Data, mut project: Project) -> Vec<Effect> {
        self.let_go();
        self.withdraw(|back| *back != WayBack::Aside);
        (self.pending, self.trial) = (None, None);
        // A project of an earlier day may hold its rules in another order.
        let kept = project.revisions.iter_mut().map(|revision| &mut revision.settings);
        for settings in kept.chain([&mut project.settings]) {
            settings.rules = in_order(std::mem::take(&mut settings.rules));
        }
        // Versions never repeat within a session, so an answer about the project before cannot pass for this one's.
        project.version = project.version.max(self.project.as_ref().map_or(0, |before| before.version + 1));
        let mut effects = [self.stop(), self.forget_drawing(), self.forget_scenarios()].concat();
        (self.run, self.opening) = (None, None);
        effects.push(Effect::Equip(data.delivery.clone()));
        effects.push(Effect::StoreDataset);
        let is_today = project.working == *project.today();
        self.outlines = if is_today { data.outlines.clone() } else { Outlines::default() };
        self.data = Some(data);
        self.project = Some(project);
        self.history = History::default();
        self.selection = Selection::default();
        (self.explanation, self.explaining) = (None, false);
        self.judgement = None;
        self.forget_conflict();
        self.forget_moved();
        self.forget_ahead();
        self.forget_tours();
        self.searched = None;
        self.judging = None;
        self.comparison = self.comparison.afresh();
        self.probe = self.probe.afresh();
        effects.extend(self.changed());
        effects
    }

    /// Goes on with a project from a file.
    pub(super) fn open_project(&mut self, opened: Result<Opened, String>) -> Vec<Effect> {
        let own = self.opening.take().map(|(_, name)| name);
        match opened {
            Ok(opened) => {
                let before = self.project.as_ref().map(|project| (self.key, project.name.clone()));
                // Another file may have been opened before that of the plan was written.
                let is_own = |of: &str, own: &str| opened.project.name == own_name(of, own);
                let own = own.filter(|own| before.as_ref().is_some_and(|(_, name)| is_own(name, own)));
                let effects = [self.cancel_reading(), self.resume(opened)].concat();
                if let (Some(own), Some((key, name))) = (own, before) {
                    let text = say!(
                        "{own} is a project of its own now. Its Today is today's plan in the team and market of {own}. {name} stays as it was.",
                        own,
                        name
                    );
                    self.offer(WayBack::Project(key, name), text);
                }
                effects
            }
            Err(error) => {
                self.alert(error);
                Vec::new()
            }
        }
    }

    pub(super) fn resume(&mut self, Opened { project, delivery, key, set }: Opened) -> Vec<Effect> {
        self.understood = None;
        (self.key, self.saved) = (key, Saved::Nothing);
        let dataset = delivery.bundle.dataset.clone();
        let mut effects = vec![Effect::Ask(Request::Open(delivery.clone()))];
        let data = Data {
            colours: vec![0; dataset.reps.len()],
            dataset,
            delivery,
            scored: Arc::default(),
            outlines: Outlines::default(),
            told_currency: None,
        };
        effects.extend(self.adopt_data(data, project));
        effects.extend(self.take_set_up(set));
        effects
    }

    /// Takes over how columns were corrected before.
    pub(super) fn remembered(&mut self, corrections: Vec<Correction>) -> Vec<Effect> {
        self.corrections = corrections;
        Vec::new()
    }

    pub(super) fn opened(
        &mut self,
        scored: Scored,
        colours: Vec<u8>,
        outlines: Vec<String>,
        understood: Option<Box<Understood>>,
    ) -> Vec<Effect> {
        if let Some(data) = &mut self.data {
            let delivery = Some(data.delivery.clone());
            self.understood = understood.map(|understood| Arc::new(Understood { delivery, ..*understood }));
            data.scored = Arc::new(scored);
            data.colours = colours;
            data.outlines = Outlines::of(outlines);
        }
        Vec::new()
    }

    /// Goes on with what the store held, unless another project is open already. Files that are being read meanwhile
    /// take its place in turn, and that can be undone.
    pub(super) fn restored(&mut self, opened: Result<Opened, String>) -> Vec<Effect> {
        if self.project.is_some() {
            return Vec::new();
        }
        match opened {
            Ok(opened) => {
                let mut effects = self.resume(opened);
                effects.retain(|effect| !matches!(effect, Effect::Save | Effect::StoreDataset));
                self.saved = Saved::Stored;
                effects
            }
            Err(error) => {
                self.alert(say!("The work saved on this device could not be opened. {error}", error));
                Vec::new()
            }
        }
    }
}

/// New data with what goes with them.
fn data_of(delivery: Delivery, understood: &Understood) -> Data {
    Data {
        dataset: delivery.bundle.dataset.clone(),
        delivery,
        colours: understood.colours.clone(),
        scored: Arc::new(understood.scored.clone()),
        outlines: Outlines::of(understood.outlines.clone()),
        told_currency: None,
    }
}

/// A name from the accounts file: `accounts-salesforce-report.csv` becomes `Accounts salesforce report`.
fn project_name(dataset: &Dataset) -> String {
    let file = dataset.sources.first().map_or("", |source| source.file.as_str());
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| say!("Territories").to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
