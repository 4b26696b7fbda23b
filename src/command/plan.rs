//! `plan`: the smallest set of trainings that closes a gap, and which competency, knowledge area
//! and CKC item each of them serves.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::cli::{self, Template};
use crate::codes::Codes;
use crate::gap::Target;
use crate::itemset::ItemSet;
use crate::plan::{self, Amount, Chosen, Contradiction, Limits, Measure, Plan, Proof, Wishes};
use crate::query::Chain;
use crate::reference::NotFound;
use crate::sheet::{Hundredths, Options, Table as File};
use crate::trainings::{self, Training, Trainings};
use crate::view::{Cell, Column, Place, Section, Table, View};

use super::gap::{code_values, codes, for_whom, items, target};
use super::person::{Taken, expect_used, left_out};
use super::{IMPORTANCES, LEVELS, area, name, number, words};

mod template;

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Plan) -> Result<View<'c>> {
    match (&args.template, &args.trainings) {
        (Some(Template::Log), _) => return Ok(template::log(catalogue)),
        (Some(Template::Trainings), _) => return Ok(template::trainings(catalogue)),
        (None, None) => bail!(NO_TRAININGS),
        (None, Some(_)) => {}
    }
    let target = target(
        catalogue,
        &args.references,
        &args.filters,
        args.person.target_level,
    )?;
    if target.is_empty() {
        return Ok(View::default());
    }
    let options = args.person.tables.options();
    let mut taken = Taken::read(catalogue, &args.person, &options)?;
    let trainings = read_trainings(catalogue, args, &options, &mut taken.notes)?;
    expect_used(&options, &[&crate::log::FORM, &trainings::FORM])?;
    let missing = target.items().difference(&taken.items);
    let wishes = wishes(args, &trainings)?;
    let seek = |wishes: &Wishes| {
        plan::seek(&trainings, &missing, wishes)
            .map_err(|contradiction| anyhow!(contradicted(&contradiction, &trainings)))
    };
    let plan = seek(&wishes)?;
    let unlimited = if plan.best.is_none() && plan.proof == Proof::Whole {
        let limits = Limits::default();
        seek(&Wishes { limits, ..wishes })?.best
    } else {
        None
    };
    let answer = Answer {
        catalogue,
        serves: serves(catalogue, &target),
        whom: for_whom(args.person.target_level),
        minimise: args.minimise,
        seconds: args.time_limit,
        trainings,
        plan,
        unlimited,
    };
    taken.notes.extend(answer.left_out());
    Ok(View {
        summary: answer.summary(),
        notes: taken.notes,
        sections: answer.sections(),
        table: answer.table(),
        is_bad: answer.is_no_help(),
        record: Some(Box::new(move || answer.record())),
        ..View::default()
    })
}

/// What to say to whoever gives no trainings.
const NO_TRAININGS: &str = "give the trainings to choose from with --trainings FILE; \
                            `xwalk plan --template trainings -o trainings.csv` writes an example to fill in";

fn read_trainings(
    catalogue: &Catalogue,
    args: &cli::Plan,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Trainings> {
    let path = args.trainings.as_deref().unwrap_or("-".as_ref());
    let table = File::open(path, &trainings::FORM, options)?;
    let mut trainings = Trainings::read(table, &Codes::new(catalogue), options)?;
    notes.append(&mut trainings.notes);
    let bad = trainings.bad.take();
    notes.extend(left_out(bad, args.person.tables.skip_bad)?);
    Ok(trainings)
}

fn wishes(args: &cli::Plan, trainings: &Trainings) -> Result<Wishes, NotFound> {
    let find = |id: &String| {
        trainings.find(id).ok_or_else(|| {
            let rows = trainings.rows.iter();
            let ids = rows.map(|training| (training.id.as_str(), training.title.as_str()));
            NotFound::among(id, ids)
        })
    };
    let limit = Duration::from_millis(args.time_limit.0.saturating_mul(10));
    Ok(Wishes {
        minimise: args.minimise,
        must: args.must.iter().map(find).collect::<Result<_, _>>()?,
        without: args.without.iter().map(find).collect::<Result<_, _>>()?,
        limits: Limits {
            hours: args.max_hours,
            cost: args.max_cost,
            unregistered_hours: args.max_unregistered_hours,
        },
        alternatives: args.alternatives,
        deadline: Instant::now().checked_add(limit),
    })
}

fn contradicted(contradiction: &Contradiction, trainings: &Trainings) -> String {
    let id = |index: usize| &trainings.rows[index].id;
    match *contradiction {
        Contradiction::MustAndWithout(index) => {
            format!("{} is in --must and in --without: leave one out", id(index))
        }
        Contradiction::MustIsUnknown(index, what) => format!(
            "{} is in --must, but {} does not say {}, which this plan needs: write it there",
            id(index),
            trainings.name,
            what.words()
        ),
    }
}

/// For each knowledge area and each of its CKC items that is asked for, the ways from a competency.
type Serves = BTreeMap<(usize, usize), Vec<Chain>>;

fn serves(catalogue: &Catalogue, target: &Target) -> Serves {
    let mut serves = Serves::new();
    for need in &target.knowledge_areas {
        for item in need.items.iter() {
            serves.entry((item, need.record)).or_default();
        }
    }
    for chain in &target.chains {
        let row = chain.link_in(catalogue).map(|link| link.knowledge_area);
        let item = row.zip(chain.item).and_then(|(row, item)| {
            let code = catalogue.knowledge_areas()[row].items[item].code;
            Some((catalogue.item(code)?, row))
        });
        if let Some(key) = item {
            serves.entry(key).or_default().push(*chain);
        }
    }
    serves
}

struct Answer<'c> {
    catalogue: &'c Catalogue,
    serves: Serves,
    whom: String,
    minimise: Measure,
    seconds: Hundredths,
    trainings: Trainings,
    plan: Plan,
    /// The best where no choice keeps the limits: what there would be without them.
    unlimited: Option<Chosen>,
}

impl<'c> Answer<'c> {
    /// Whether no training of the catalogue can be chosen for what is missing.
    fn is_no_help(&self) -> bool {
        let is_nothing =
            |best: &Chosen| best.trainings.is_empty() && !self.plan.uncoverable.is_empty();
        self.plan.best.as_ref().is_none_or(is_nothing)
    }

    fn summary(&self) -> Vec<String> {
        let Plan {
            wanted,
            uncoverable,
            best,
            ..
        } = &self.plan;
        let whom = &self.whom;
        let mut sentences = Vec::new();
        match best {
            Some(best) if best.trainings.is_empty() && uncoverable.is_empty() => {
                sentences.push(format!("{whom}nothing is missing"));
            }
            Some(best) if best.trainings.is_empty() => {}
            Some(best) => sentences.push(format!(
                "{whom}{} {} {} missing CKC items: {}",
                amounts(best),
                if best.trainings.len() == 1 {
                    "covers"
                } else {
                    "cover"
                },
                wanted.count(),
                self.proof(),
            )),
            None if self.plan.proof == Proof::Whole => {
                sentences.push(format!(
                    "{whom}no choice of these trainings keeps the limits"
                ));
                sentences.extend(
                    self.unlimited.as_ref().map(|choice| {
                        format!("Without limits the smallest is {}", amounts(choice))
                    }),
                );
            }
            None => sentences.push(format!(
                "{whom}no plan found within {} seconds: give it more --time-limit",
                self.seconds
            )),
        }
        if !uncoverable.is_empty() {
            sentences.push(format!(
                "No training in {} covers {}",
                self.trainings.name,
                self.list(uncoverable)
            ));
        }
        sentences
    }

    fn proof(&self) -> String {
        let measure = self.minimise.name();
        let by = match self.minimise {
            Measure::Count => String::new(),
            _ => format!(" by {measure}"),
        };
        match (self.plan.proof, self.plan.bound) {
            (Proof::Whole, _) => format!("proved smallest{by}"),
            (Proof::Smallest, _) => format!(
                "proved smallest{by}; stopped after {} seconds, before it was clear whether another as \
                 small has less of the rest",
                self.seconds
            ),
            (Proof::Bound, bound) => format!(
                "the best found in {} seconds; proved is only that no plan is below {} by {measure}",
                self.seconds,
                bound.unwrap_or(Amount::Count(0)),
            ),
        }
    }

    fn list(&self, items: &ItemSet) -> String {
        let code = |item: usize| self.catalogue.items()[item].code.to_string();
        let codes: Vec<String> = items.iter().map(code).collect();
        format!("CKC {}", codes.join(", "))
    }

    /// What could not be considered.
    fn left_out(&self) -> Option<String> {
        let of = |&(index, what): &(usize, plan::Unknown)| {
            format!("{} ({})", self.trainings.rows[index].id, what.words())
        };
        let left_out: Vec<String> = self.plan.left_out.iter().map(of).collect();
        (!left_out.is_empty()).then(|| {
            format!(
                "not considered, since {} does not say what this plan needs of them: {}",
                self.trainings.name,
                left_out.join(", ")
            )
        })
    }

    fn sections(&self) -> Vec<Section<'c>> {
        let mut sections = Vec::new();
        if let Some(best) = self
            .plan
            .best
            .as_ref()
            .filter(|best| !best.trainings.is_empty())
        {
            sections.push(self.plan_section(best));
        }
        if !self.plan.alternatives.is_empty() {
            sections.push(self.alternatives());
        }
        if !self.plan.uncoverable.is_empty() {
            let title = "Missing CKC items that no training covers".to_owned();
            sections.push(items(self.catalogue, title, &self.plan.uncoverable));
        }
        sections
    }

    fn plan_section(&self, best: &Chosen) -> Section<'c> {
        let columns = [
            ("id", Place::Body),
            ("title", Place::Body),
            ("hours", Place::Body),
            ("cost", Place::Body),
            ("covers", Place::Body),
            ("only_it_adds", Place::Body),
        ];
        let shares = best.shares(&self.trainings, &self.plan.wanted);
        let rows = best.trainings.iter().zip(&shares);
        let row = |(&index, (covers, only)): (&usize, &(ItemSet, ItemSet))| {
            let training = &self.trainings.rows[index];
            vec![
                Cell::text(training.id.clone()),
                Cell::text(training.title.clone()),
                amount(training.hours),
                amount(training.cost),
                Cell::List(codes(self.catalogue, covers)),
                Cell::List(codes(self.catalogue, only)),
            ]
        };
        Section {
            title: "Trainings".to_owned(),
            table: Table::new(&columns, rows.map(row)),
        }
    }

    fn alternatives(&self) -> Section<'c> {
        let columns = [
            ("trainings", Place::Body),
            ("hours", Place::Body),
            ("cost", Place::Body),
        ];
        let row = |chosen: &Chosen| {
            let ids = self.ids(chosen).map(|id| Cell::text(id.to_owned()));
            vec![
                Cell::List(ids.collect()),
                amount(chosen.hours),
                amount(chosen.cost),
            ]
        };
        Section {
            title: "Other plans, as good".to_owned(),
            table: Table::new(&columns, self.plan.alternatives.iter().map(row)),
        }
    }

    fn ids(&self, chosen: &Chosen) -> impl Iterator<Item = &str> {
        let trainings = chosen.trainings.iter();
        trainings.map(|&index| self.trainings.rows[index].id.as_str())
    }

    /// One row a training × CKC item × knowledge area × competency that it serves.
    fn table(&self) -> Table<'c> {
        const BEFORE: [&str; 6] = [
            "training",
            "title",
            "hours",
            "cost",
            "provider",
            "registered",
        ];
        const AFTER: [&str; 8] = [
            "ckc",
            "ckc_statement",
            "area",
            "knowledge_area",
            "level",
            "competency",
            "statement",
            "importance",
        ];
        let mut extra: Vec<String> = Vec::new();
        for title in &self.trainings.extra_columns {
            // A column of a training's own is told from one of the same name by what it is of.
            let is_taken = |name: &str| {
                let fixed = BEFORE.iter().chain(&AFTER).copied();
                let others = self
                    .trainings
                    .extra_columns
                    .iter()
                    .filter(|other| *other != title);
                let mut taken = fixed
                    .chain(others.map(String::as_str))
                    .chain(extra.iter().map(String::as_str));
                taken.any(|taken| taken.eq_ignore_ascii_case(name))
            };
            let mut name = title.clone();
            while is_taken(&name) {
                name.insert_str(0, "training_");
            }
            extra.push(name);
        }
        let columns = BEFORE.iter().chain(&AFTER);
        let columns = columns.map(|&name| Column::new(name, Place::Body));
        let chosen = self.plan.best.iter().flat_map(|best| &best.trainings);
        let mut table = Table {
            columns: columns
                .chain(extra.into_iter().map(|name| Column::new(name, Place::Body)))
                .collect(),
            rows: chosen
                .flat_map(|&index| self.rows(&self.trainings.rows[index]))
                .collect(),
        };
        table.offer("level", LEVELS);
        table.offer("importance", IMPORTANCES);
        table
    }

    fn rows(&self, training: &Training) -> Vec<Vec<Cell<'c>>> {
        let served = training.items.intersection(&self.plan.wanted);
        let mut rows = Vec::new();
        for ((item, row), chains) in &self.serves {
            if !served.contains(*item) {
                continue;
            }
            let mut chains = chains.iter().map(Some).collect::<Vec<_>>();
            if chains.is_empty() {
                chains.push(None);
            }
            for chain in chains {
                rows.push(self.row(training, *item, *row, chain));
            }
        }
        rows
    }

    fn row(
        &self,
        training: &Training,
        item: usize,
        row: usize,
        chain: Option<&Chain>,
    ) -> Vec<Cell<'c>> {
        let item = &self.catalogue.items()[item];
        let row = &self.catalogue.knowledge_areas()[row];
        let none = || Cell::missing("");
        let competency = chain.map(|chain| &self.catalogue.competencies()[chain.competency]);
        let importance = chain.and_then(|chain| chain.alignment_in(self.catalogue).importance);
        let provider = training.provider.clone();
        let mut cells = vec![
            Cell::text(training.id.clone()),
            Cell::text(training.title.clone()),
            amount(training.hours),
            amount(training.cost),
            provider.map_or_else(none, Cell::text),
            training.registered.map_or_else(none, Cell::Flag),
            Cell::code(item.code.to_string()),
            Cell::text(&item.statement),
            area(self.catalogue, row),
            name(row),
            Cell::text(row.level.name()),
            competency.map_or_else(none, |competency| Cell::text(competency.id.to_string())),
            competency.map_or_else(none, |competency| words(&competency.statement)),
            importance.map_or_else(none, |importance| Cell::text(importance.name())),
        ];
        cells.extend(training.extra.iter().cloned().map(Cell::text));
        cells
    }

    fn record(&self) -> Value {
        let Plan {
            wanted,
            best,
            alternatives,
            bound,
            ..
        } = &self.plan;
        let trainings = best.iter().flat_map(|best| {
            let shares = best.shares(&self.trainings, wanted);
            best.trainings
                .iter()
                .zip(shares)
                .map(|(&index, (covers, only))| {
                    let training = &self.trainings.rows[index];
                    json!({
                        "id": training.id,
                        "title": training.title,
                        "hours": training.hours.map(number),
                        "cost": training.cost.map(number),
                        "provider": training.provider,
                        "registered": training.registered,
                        "covers": code_values(self.catalogue, &covers),
                        "only_it_adds": code_values(self.catalogue, &only),
                    })
                })
                .collect::<Vec<_>>()
        });
        json!({
            "proved": self.plan.proof == Proof::Whole,
            "minimise": self.minimise.name(),
            "bound": bound.map(|bound| match bound {
                Amount::Count(count) => json!(count),
                Amount::Number(hundredths) => number(hundredths),
            }),
            "count": best.as_ref().map(|best| best.trainings.len()),
            "hours": best.as_ref().and_then(|best| best.hours).map(number),
            "cost": best.as_ref().and_then(|best| best.cost).map(number),
            "trainings": trainings.collect::<Value>(),
            "alternatives": alternatives.iter().map(|chosen| json!({
                "trainings": self.ids(chosen).collect::<Value>(),
                "hours": chosen.hours.map(number),
                "cost": chosen.cost.map(number),
            })).collect::<Value>(),
            "uncoverable": code_values(self.catalogue, &self.plan.uncoverable),
            "rows": crate::render::rows(&self.table()),
        })
    }
}

/// `3 trainings (12 hours, cost 150)`, as far as it is known.
fn amounts(chosen: &Chosen) -> String {
    let count = match chosen.trainings.len() {
        1 => "1 training".to_owned(),
        count => format!("{count} trainings"),
    };
    let hours = chosen.hours.map(|hours| format!("{hours} hours"));
    let cost = chosen.cost.map(|cost| format!("cost {cost}"));
    let known: Vec<String> = hours.into_iter().chain(cost).collect();
    if known.is_empty() || chosen.trainings.is_empty() {
        count
    } else {
        format!("{count} ({})", known.join(", "))
    }
}

fn amount(number: Option<Hundredths>) -> Cell<'static> {
    number.map_or(Cell::missing(""), super::amount)
}
