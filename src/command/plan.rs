//! `plan`: the smallest set of trainings that closes a gap, and which competency, knowledge area
//! and CKC item each of them serves.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};

use crate::catalogue::Catalogue;
use crate::cli::{self, Template};
use crate::query::Chain;
use crate::record::{ItemIndex, KnowledgeAreaIndex};
use crate::render::BareRows;
use crate::sheet::Hundredths;
use crate::training::gap::Target;
use crate::training::itemset::ItemSet;
use crate::training::plan::{self, Chosen, Limits, Measure, Partial, Plan, Proof, Wishes};
use crate::training::trainings::{self, Trainings};
use crate::view::{Answer, Cell, Content, FillIn, Json, Place, Rows, Section, Table};

use super::gap::{for_whom, items, target};
use super::known::{Asked, codes};
use super::person::{Taken, expect_used};
use super::{cause, wire};

pub(super) mod rows;
mod summary;
mod template;
mod wishes;

pub(super) fn run<'c>(catalogue: &'c Catalogue, args: &cli::Plan) -> Result<Answer<'c>> {
    match (&args.template, &args.trainings) {
        (Some(Template::Log), _) => return Ok(template::log(catalogue).into()),
        (Some(Template::Trainings), _) => return Ok(template::trainings(catalogue).into()),
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
        return Ok(Answer::default());
    }
    let options = args.person.tables.options();
    let mut taken = Taken::read(catalogue, &args.person, &options)?;
    let trainings = wishes::read_trainings(catalogue, args, &options, &mut taken.notes)?;
    expect_used(&options, &[&crate::training::log::FORM, &trainings::FORM])?;
    let outcome = Outcome::new(catalogue, args, target, &taken.items, trainings)?;
    taken.notes.extend(outcome.left_out());
    Ok(Answer {
        summary: outcome.summary(),
        notes: taken.notes,
        is_bad: outcome.is_no_help(),
        ..Answer::of(outcome)
    })
}

/// The columns of a plan.
pub(super) const CHOSEN: [(&str, Place); 6] = [
    ("id", Place::Body),
    ("title", Place::Body),
    ("hours", Place::Body),
    ("cost", Place::Body),
    ("covers", Place::Body),
    ("only_it_adds", Place::Body),
];

/// The columns of other plans.
pub(super) const ALTERNATIVES: [(&str, Place); 3] = [
    ("trainings", Place::Body),
    ("hours", Place::Body),
    ("cost", Place::Body),
];

/// The message if no trainings are given.
const NO_TRAININGS: &str = "give the trainings to choose from with --trainings FILE; \
                            `xwalk plan --template trainings -o trainings.csv` writes an example to fill in";

/// For each knowledge area and each of its CKC items that is asked for, the ways from a competency.
type Serves = BTreeMap<(ItemIndex, KnowledgeAreaIndex), Vec<Chain>>;

fn serves(catalogue: &Catalogue, target: &Target) -> Serves {
    let mut serves = Serves::new();
    for need in &target.knowledge_areas {
        for item in need.items.items() {
            serves.entry((item, need.record)).or_default();
        }
    }
    for chain in &target.chains {
        let row = chain.link_in(catalogue).map(|link| link.knowledge_area);
        let item = row.zip(chain.item);
        let item = item.map(|(row, item)| (catalogue.knowledge_areas()[row].items[item].item, row));
        if let Some(key) = item {
            serves.entry(key).or_default().push(*chain);
        }
    }
    serves
}

/// The best trainings for a target, and what is left open.
struct Outcome<'c> {
    catalogue: &'c Catalogue,
    target: Target,
    asked: Asked,
    serves: Serves,
    whom: String,
    minimise: Measure,
    seconds: Hundredths,
    trainings: Trainings,
    plan: Plan,
    /// If no choice within the limits covers everything: the best that the limits allow.
    partial: Option<Partial>,
    /// And the best choice without limits.
    unlimited: Option<Chosen>,
}

impl<'c> Content<'c> for Outcome<'c> {
    fn rows(&self) -> Rows<'c> {
        self.table().into()
    }

    fn sections(&self) -> Vec<Section<'c>> {
        let mut sections = Vec::new();
        if let Some(chosen) = self.shown().filter(|chosen| !chosen.trainings.is_empty()) {
            sections.push(self.plan_section(chosen));
        }
        if !self.plan.alternatives.is_empty() {
            sections.push(self.alternatives());
        }
        let left_open = self.partial.as_ref().map_or(ItemSet::new(), |partial| {
            self.plan.wanted.difference(&partial.covered)
        });
        let aside = self.plan.set_aside.iter().map(|(item, _)| *item).collect();
        for (title, missing) in [
            (
                "Missing CKC items that do not fit within the limits",
                left_open,
            ),
            (
                "Missing CKC items that only trainings set aside cover",
                aside,
            ),
            ("Missing CKC items that no training covers", self.nowhere()),
        ] {
            if !missing.is_empty() {
                sections.push(items(
                    self.catalogue,
                    title.to_owned(),
                    &self.asked.all,
                    &missing,
                ));
            }
        }
        sections.extend(cause::section(self.catalogue, &self.target));
        sections
    }

    /// The trainings of the plan, where there are any: a person takes them one by one.
    fn fill_in(&self) -> FillIn {
        let is_plan = |best: &Chosen| !best.trainings.is_empty();
        if self.shown().is_some_and(is_plan) {
            FillIn::FirstSection
        } else {
            FillIn::Rows
        }
    }

    fn record(&self) -> Option<Box<dyn Json + '_>> {
        Some(Box::new(self.value()))
    }
}

impl<'c> Outcome<'c> {
    fn new(
        catalogue: &'c Catalogue,
        args: &cli::Plan,
        target: Target,
        taken: &ItemSet,
        trainings: Trainings,
    ) -> Result<Self> {
        let missing = target.items().difference(taken);
        let wishes = wishes::wishes(args, &trainings)?;
        let seek = |wishes: &Wishes| {
            plan::seek(&trainings, &missing, wishes)
                .map_err(|contradiction| anyhow!(wishes::contradicted(&contradiction, &trainings)))
        };
        let plan = seek(&wishes)?;
        let (mut partial, mut unlimited) = (None, None);
        if plan.best.is_none() && plan.proof == Proof::Whole {
            partial =
                plan::seek_partial(&trainings, &plan.wanted, &wishes).map_err(|contradiction| {
                    anyhow!(wishes::contradicted(&contradiction, &trainings))
                })?;
            let limits = Limits::default();
            unlimited = seek(&Wishes { limits, ..wishes })?.best;
        }
        Ok(Self {
            catalogue,
            serves: serves(catalogue, &target),
            asked: Asked::new(catalogue, &target),
            target,
            whom: for_whom(args.person.target_level),
            minimise: args.minimise,
            seconds: args.time_limit,
            trainings,
            plan,
            partial,
            unlimited,
        })
    }

    /// Whether no CKC item leads to what is asked, or no training of the catalogue can be chosen for what is
    /// missing.
    fn is_no_help(&self) -> bool {
        let is_nothing =
            |best: &Chosen| best.trainings.is_empty() && !self.plan.uncoverable.is_empty();
        self.target.items().is_empty() || self.plan.best.as_ref().is_none_or(is_nothing)
    }

    /// The plan, or the part of one that the limits allow.
    fn shown(&self) -> Option<&Chosen> {
        let partial = || self.partial.as_ref()?.best.as_ref();
        self.plan.best.as_ref().or_else(partial)
    }

    /// The missing items that no training of the catalogue covers, those set aside neither.
    fn nowhere(&self) -> ItemSet {
        let aside = self.plan.set_aside.iter().map(|(item, _)| *item).collect();
        self.plan.uncoverable.difference(&aside)
    }

    fn plan_section(&self, best: &Chosen) -> Section<'c> {
        let shares = best.shares(&self.trainings, &self.plan.wanted);
        let rows = best.trainings.iter().zip(&shares);
        let row = |(&index, (covers, only)): (&usize, &(ItemSet, ItemSet))| {
            let training = &self.trainings.rows[index];
            vec![
                Cell::text(training.id.clone()),
                Cell::text(training.title.clone()),
                amount(training.hours),
                amount(training.cost),
                Cell::List(self.asked.all.codes(self.catalogue, covers)),
                Cell::List(self.asked.all.codes(self.catalogue, only)),
            ]
        };
        let mut table = Table::new(&CHOSEN, rows.map(row));
        table.columns[5].called = Some("Only here");
        Section {
            title: "Trainings".to_owned(),
            table,
        }
    }

    fn alternatives(&self) -> Section<'c> {
        let row = |chosen: &Chosen| {
            let ids = self
                .ids(&chosen.trainings)
                .map(|id| Cell::text(id.to_owned()));
            vec![
                Cell::List(ids.collect()),
                amount(chosen.hours),
                amount(chosen.cost),
            ]
        };
        Section {
            title: "Other plans, as good".to_owned(),
            table: Table::new(&ALTERNATIVES, self.plan.alternatives.iter().map(row)),
        }
    }

    fn ids(&self, trainings: &[usize]) -> impl Iterator<Item = &str> {
        let trainings = trainings.iter();
        trainings.map(|&index| self.trainings.rows[index].id.as_str())
    }

    fn value(&self) -> wire::Plan<'_> {
        let plan = &self.plan;
        let best = plan.best.as_ref();
        let missing = plan.wanted.union(&plan.uncoverable);
        wire::Plan {
            proved: plan.proof == Proof::Whole,
            minimise: self.minimise.name(),
            bound: plan.bound.map(Into::into),
            count: best.map(|best| best.trainings.len()),
            hours: best.and_then(|best| best.hours).map(Into::into),
            cost: best.and_then(|best| best.cost).map(Into::into),
            trainings: best.map_or(Vec::new(), |best| self.training_records(best)),
            alternatives: plan
                .alternatives
                .iter()
                .map(|chosen| wire::Alternative {
                    trainings: self.ids(&chosen.trainings).collect(),
                    hours: chosen.hours.map(Into::into),
                    cost: chosen.cost.map(Into::into),
                })
                .collect(),
            partial: self
                .partial
                .as_ref()
                .map(|partial| self.partial_record(partial)),
            uncoverable: codes(self.catalogue, &plan.uncoverable),
            set_aside: plan
                .set_aside
                .iter()
                .map(|(item, trainings)| wire::SetAside {
                    ckc: self.catalogue.items()[*item].code.to_string(),
                    trainings: self.ids(trainings).collect(),
                })
                .collect(),
            causes: cause::records(self.catalogue, &self.target),
            rows: BareRows(self.table()),
            asked: self.asked.record(self.catalogue, &missing),
        }
    }

    fn training_records(&self, chosen: &Chosen) -> Vec<wire::Training<'_>> {
        let shares = chosen.shares(&self.trainings, &self.plan.wanted);
        let rows = chosen.trainings.iter().zip(shares);
        let record = |(&index, (covers, only)): (&usize, (ItemSet, ItemSet))| {
            let training = &self.trainings.rows[index];
            wire::Training {
                id: &training.id,
                title: &training.title,
                hours: training.hours.map(Into::into),
                cost: training.cost.map(Into::into),
                provider: training.provider.as_deref(),
                registered: training.registered,
                covers: codes(self.catalogue, &covers),
                only_it_adds: codes(self.catalogue, &only),
            }
        };
        rows.map(record).collect()
    }

    fn partial_record(&self, partial: &Partial) -> wire::Partial<'_> {
        let best = partial.best.as_ref();
        let open = self.plan.wanted.difference(&partial.covered);
        wire::Partial {
            proved: partial.proved,
            at_most: partial.at_most,
            count: best.map(|best| best.trainings.len()),
            hours: best.and_then(|best| best.hours).map(Into::into),
            cost: best.and_then(|best| best.cost).map(Into::into),
            trainings: best.map_or(Vec::new(), |best| self.training_records(best)),
            covered: codes(self.catalogue, &partial.covered),
            not_covered: codes(self.catalogue, &open),
        }
    }
}

fn amount(number: Option<Hundredths>) -> Cell<'static> {
    number.map_or(Cell::missing(""), super::amount)
}
