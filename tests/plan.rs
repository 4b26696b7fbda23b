//! The plan equals what trying every choice gives: on small random catalogues of trainings, with
//! every option.

use iecmhc_crosswalk::sheet::Hundredths;
use iecmhc_crosswalk::training::itemset::ItemSet;
use iecmhc_crosswalk::training::plan::{
    Amount, Chosen, Contradiction, Limits, Measure, Proof, Wishes, seek, seek_partial,
};
use iecmhc_crosswalk::training::trainings::{Training, Trainings};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

const ITEMS: usize = 7;
const MOST: usize = 9;

fn training() -> impl Strategy<Value = Training> {
    let items = btree_set(0..ITEMS, 0..4);
    let amount = |most: u64| option::weighted(0.85, (0..most).prop_map(|n| Hundredths(n * 50)));
    (
        items,
        amount(6),
        amount(4),
        option::weighted(0.8, any::<bool>()),
    )
        .prop_map(|(items, hours, cost, registered)| Training {
            unlisted: Vec::new(),
            id: String::new(),
            title: String::new(),
            items: items.into_iter().collect(),
            hours,
            cost,
            provider: None,
            registered,
            extra: Vec::new(),
        })
}

/// Ids with numbers, so that their natural order is not that of their letters, and not that of the file.
fn trainings() -> impl Strategy<Value = Trainings> {
    let numbered = vec(training(), 0..MOST).prop_map(|mut rows| {
        for (number, row) in rows.iter_mut().enumerate() {
            row.id = format!("T{}", number + 7);
        }
        rows
    });
    numbered.prop_shuffle().prop_map(|rows| Trainings {
        name: "trainings.csv".to_owned(),
        extra_columns: Vec::new(),
        rows,
        bad: None,
        notes: Vec::new(),
    })
}

prop_compose! {
    fn wishes(count: usize)(
        minimise in prop::sample::select(vec![Measure::Count, Measure::Hours, Measure::Cost]),
        must in vec(0..count.max(1), 0..3),
        without in vec(0..count.max(1), 0..3),
        limits in (limit(20), limit(12), limit(10)),
        alternatives in 0..4_usize,
    ) -> Wishes {
        let within = |mut indexes: Vec<usize>| { indexes.retain(|&index| index < count); indexes };
        let (hours, cost, unregistered_hours) = limits;
        Wishes {
            minimise,
            must: within(must),
            without: within(without),
            limits: Limits { hours, cost, unregistered_hours },
            alternatives,
            deadline: None,
        }
    }
}

fn limit(most: u64) -> impl Strategy<Value = Option<Hundredths>> {
    option::weighted(0.3, (0..most).prop_map(|n| Hundredths(n * 50)))
}

fn case() -> impl Strategy<Value = (Trainings, ItemSet, Wishes)> {
    trainings().prop_flat_map(|trainings| {
        let count = trainings.rows.len();
        let missing = btree_set(0..ITEMS, 0..ITEMS);
        let missing = missing.prop_map(|items| items.into_iter().collect());
        (Just(trainings), missing, wishes(count))
    })
}

/// What a choice costs, the unknown before the known.
type Key = [(usize, u64); 3];

/// Tries every choice.
struct Trial<'t> {
    trainings: &'t Trainings,
    wishes: &'t Wishes,
    wanted: ItemSet,
}

impl Trial<'_> {
    fn sum(&self, choice: &[usize], measure: Measure) -> (usize, u64) {
        let rows = choice.iter().map(|&index| &self.trainings.rows[index]);
        let amounts: Vec<Option<u64>> = match measure {
            Measure::Count => rows.map(|_| Some(1)).collect(),
            Measure::Hours => rows.map(|row| row.hours.map(|hours| hours.0)).collect(),
            Measure::Cost => rows.map(|row| row.cost.map(|cost| cost.0)).collect(),
        };
        let unknown = amounts.iter().filter(|amount| amount.is_none()).count();
        (unknown, amounts.into_iter().flatten().sum())
    }

    fn key(&self, choice: &[usize]) -> Key {
        let order = match self.wishes.minimise {
            Measure::Count => [Measure::Count, Measure::Hours, Measure::Cost],
            Measure::Hours => [Measure::Hours, Measure::Count, Measure::Cost],
            Measure::Cost => [Measure::Cost, Measure::Count, Measure::Hours],
        };
        order.map(|measure| self.sum(choice, measure))
    }

    fn numbers(&self, choice: &[usize]) -> Vec<u32> {
        let ids = choice
            .iter()
            .map(|&index| &self.trainings.rows[index].id[1..]);
        let mut numbers: Vec<u32> = ids.map(|id| id.parse().expect("a number")).collect();
        numbers.sort_unstable();
        numbers
    }

    fn covers(&self, choice: &[usize]) -> bool {
        let rows = choice
            .iter()
            .map(|&index| &self.trainings.rows[index].items);
        let covered = rows.fold(ItemSet::new(), |all, items| all.union(items));
        self.wanted.is_subset(&covered)
    }

    fn is_superfluous(&self, choice: &[usize]) -> bool {
        choice.iter().any(|dropped| {
            let others: Vec<usize> = choice
                .iter()
                .copied()
                .filter(|other| other != dropped)
                .collect();
            !self.wishes.must.contains(dropped) && self.covers(&others)
        })
    }

    fn keeps_limits(&self, choice: &[usize]) -> bool {
        let rows = || choice.iter().map(|&index| &self.trainings.rows[index]);
        let hours = |row: &Training| row.hours.map_or(0, |hours| hours.0);
        let within = |limit: Option<Hundredths>, sum: u64| limit.is_none_or(|limit| sum <= limit.0);
        let Limits {
            hours: all,
            cost,
            unregistered_hours,
        } = self.wishes.limits;
        within(all, rows().map(hours).sum())
            && within(
                cost,
                rows().map(|row| row.cost.map_or(0, |cost| cost.0)).sum(),
            )
            && within(
                unregistered_hours,
                rows()
                    .filter(|row| row.registered != Some(true))
                    .map(hours)
                    .sum(),
            )
    }

    /// Every choice of these trainings that has what must be in it and keeps the limits.
    fn within_limits(&self, allowed: &[usize]) -> Vec<Vec<usize>> {
        let choices = 0..1_u32 << allowed.len();
        choices
            .map(|bits| {
                let places = (0..allowed.len()).filter(|place| bits >> place & 1 == 1);
                places.map(|place| allowed[place]).collect::<Vec<usize>>()
            })
            .filter(|choice| self.wishes.must.iter().all(|must| choice.contains(must)))
            .filter(|choice| self.keeps_limits(choice))
            .collect()
    }

    fn covered(&self, choice: &[usize]) -> ItemSet {
        let rows = choice
            .iter()
            .map(|&index| &self.trainings.rows[index].items);
        let covered = rows.fold(ItemSet::new(), |all, items| all.union(items));
        covered.intersection(&self.wanted)
    }

    /// The choices that cover the most, the best first.
    fn parts(&self, allowed: &[usize]) -> Vec<Vec<usize>> {
        let needs_all = |choice: &[usize]| {
            choice.iter().all(|dropped| {
                let others = choice.iter().copied().filter(|other| other != dropped);
                let others: Vec<usize> = others.collect();
                self.wishes.must.contains(dropped) || self.covered(&others) != self.covered(choice)
            })
        };
        let mut fit = self.within_limits(allowed);
        let most = fit.iter().map(|choice| self.covered(choice).count()).max();
        fit.retain(|choice| Some(self.covered(choice).count()) == most && needs_all(choice));
        fit.sort_by_key(|choice| (self.key(choice), self.numbers(choice)));
        fit
    }

    /// Every choice of these trainings that will do, the best first.
    fn all(&self, allowed: &[usize]) -> Vec<Vec<usize>> {
        let mut fit = self.within_limits(allowed);
        fit.retain(|choice| self.covers(choice) && !self.is_superfluous(choice));
        fit.sort_by_key(|choice| (self.key(choice), self.numbers(choice)));
        fit
    }
}

fn says_what_decides(training: &Training, wishes: &Wishes) -> bool {
    let Limits {
        hours,
        cost,
        unregistered_hours,
    } = wishes.limits;
    let needs_hours = hours.is_some()
        || wishes.minimise == Measure::Hours
        || (unregistered_hours.is_some() && training.registered == Some(false));
    let needs_cost = cost.is_some() || wishes.minimise == Measure::Cost;
    (!needs_hours || training.hours.is_some())
        && (!needs_cost || training.cost.is_some())
        && (unregistered_hours.is_none() || training.registered.is_some())
}

fn sorted(chosen: &Chosen) -> Vec<usize> {
    let mut trainings = chosen.trainings.clone();
    trainings.sort_unstable();
    trainings
}

fn ascending(mut choice: Vec<usize>) -> Vec<usize> {
    choice.sort_unstable();
    choice
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_what_trying_every_choice_gives((trainings, missing, wishes) in case()) {
        let rows = trainings.rows.iter().enumerate();
        let allowed: Vec<usize> = rows
            .filter(|(index, row)| !wishes.without.contains(index) && says_what_decides(row, &wishes))
            .map(|(index, _)| index)
            .collect();
        let plan = match seek(&trainings, &missing, &wishes) {
            Ok(plan) => plan,
            Err(Contradiction::MustAndWithout(index)) => {
                prop_assert!(wishes.must.contains(&index) && wishes.without.contains(&index));
                return Ok(());
            }
            Err(Contradiction::MustIsUnknown(index, _)) => {
                prop_assert!(wishes.must.contains(&index));
                prop_assert!(!says_what_decides(&trainings.rows[index], &wishes));
                return Ok(());
            }
        };
        let offered = allowed.iter().fold(ItemSet::new(), |all, &index| all.union(&trainings.rows[index].items));
        let wanted = missing.intersection(&offered);
        prop_assert_eq!(&plan.wanted, &wanted);
        prop_assert_eq!(&plan.uncoverable, &missing.difference(&offered));
        prop_assert_eq!(plan.proof, Proof::Whole);
        let trial = Trial { trainings: &trainings, wishes: &wishes, wanted };
        let all = trial.all(&allowed);
        let best = all.first().cloned();
        prop_assert_eq!(plan.best.as_ref().map(sorted), best.clone().map(ascending));
        if let (Some(chosen), Some(best)) = (&plan.best, &best) {
            let first = trial.key(best)[0];
            let amount = match wishes.minimise {
                Measure::Count => Amount::Count(first.1),
                Measure::Hours | Measure::Cost => Amount::Number(Hundredths(first.1)),
            };
            prop_assert_eq!(plan.bound, Some(amount));
            let others = all.iter().skip(1).filter(|other| trial.key(other)[0] == first);
            let others: Vec<_> = others.take(wishes.alternatives).cloned().map(ascending).collect();
            prop_assert_eq!(plan.alternatives.iter().map(sorted).collect::<Vec<_>>(), others);
            let known = |(unknown, sum)| (unknown == 0).then_some(Hundredths(sum));
            prop_assert_eq!(chosen.hours, known(trial.sum(best, Measure::Hours)));
            prop_assert_eq!(chosen.cost, known(trial.sum(best, Measure::Cost)));
        } else {
            prop_assert!(plan.alternatives.is_empty());
            prop_assert_eq!(plan.bound, None);
        }
        for (item, covering) in &plan.set_aside {
            prop_assert!(plan.uncoverable.contains(*item) && !covering.is_empty());
            for index in covering {
                prop_assert!(!allowed.contains(index));
                prop_assert!(trial.trainings.rows[*index].items.contains(*item));
            }
        }
        let offered = |item: usize| trainings.rows.iter().any(|row| row.items.contains(item));
        let aside = plan.uncoverable.iter().filter(|&item| offered(item)).count();
        prop_assert_eq!(plan.set_aside.len(), aside);
    }

    #[test]
    fn a_partial_plan_is_what_trying_every_choice_gives((trainings, missing, wishes) in case()) {
        let Ok(plan) = seek(&trainings, &missing, &wishes) else { return Ok(()) };
        let partial = seek_partial(&trainings, &plan.wanted, &wishes);
        let partial = partial.expect("the wishes do not contradict each other");
        let rows = trainings.rows.iter().enumerate();
        let allowed: Vec<usize> = rows
            .filter(|(index, row)| !wishes.without.contains(index) && says_what_decides(row, &wishes))
            .map(|(index, _)| index)
            .collect();
        let trial = Trial { trainings: &trainings, wishes: &wishes, wanted: plan.wanted.clone() };
        let best = trial.parts(&allowed).into_iter().next();
        prop_assert_eq!(partial.is_some(), best.is_some());
        let (Some(partial), Some(best)) = (partial, best) else { return Ok(()) };
        prop_assert!(partial.proved);
        prop_assert_eq!(partial.covered.count(), partial.at_most);
        prop_assert_eq!(&partial.covered, &trial.covered(&best));
        prop_assert_eq!(partial.best.as_ref().map(sorted), Some(ascending(best)));
        if let Some(whole) = &plan.best {
            prop_assert_eq!(partial.best.as_ref(), Some(whole));
        }
    }

    #[test]
    fn what_only_one_training_adds_is_lost_without_it((trainings, missing, wishes) in case()) {
        let Ok(plan) = seek(&trainings, &missing, &wishes) else { return Ok(()) };
        let Some(best) = plan.best else { return Ok(()) };
        let shares = best.shares(&trainings, &plan.wanted);
        for (place, (covers, only)) in shares.iter().enumerate() {
            let others = shares.iter().enumerate().filter(|(other, _)| *other != place);
            let others = others.fold(ItemSet::new(), |all, (_, (covers, _))| all.union(covers));
            prop_assert_eq!(only, &plan.wanted.difference(&others));
            prop_assert!(only.is_subset(covers));
            prop_assert!(!only.is_empty() || wishes.must.contains(&best.trainings[place]));
        }
    }
}
