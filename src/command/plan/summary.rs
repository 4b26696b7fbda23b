//! What is said of a plan: how good it is, what is proved of it, and what it leaves open.

use super::super::cause;
use super::Outcome;
use crate::record::ItemIndex;
use crate::text::{counted, distinct};
use crate::training::itemset::ItemSet;
use crate::training::plan::{self, Amount, Chosen, Measure, Partial, Proof};

impl Outcome<'_> {
    pub(super) fn summary(&self) -> Vec<String> {
        let mut sentences = self.of_plan();
        sentences.extend(self.of_set_aside());
        let nowhere = self.nowhere();
        if !nowhere.is_empty() {
            let codes = self.list(&nowhere);
            sentences.push(format!(
                "No training in {} covers {codes}",
                self.trainings.name
            ));
        }
        sentences.extend(self.asked.sentence());
        sentences.extend(cause::sentences(&self.target));
        sentences
    }

    fn of_plan(&self) -> Vec<String> {
        let (whom, wanted) = (&self.whom, self.plan.wanted.count());
        let known = self.asked.all.beside(&self.plan.wanted);
        match &self.plan.best {
            _ if self.target.items().is_empty() => {
                vec![format!(
                    "{whom}no CKC item to cover, so no training can be chosen"
                )]
            }
            Some(best) if best.trainings.is_empty() && self.plan.uncoverable.is_empty() => {
                vec![format!("{whom}no CKC item is missing")]
            }
            Some(best) if best.trainings.is_empty() => Vec::new(),
            Some(best) => vec![format!(
                "{whom}{} {} {wanted} missing CKC items{known}: {}",
                amounts(best),
                verb(best),
                self.proof(),
            )],
            None if self.plan.proof == Proof::Whole => {
                let mut sentences = vec![format!(
                    "{whom}no choice of these trainings covers all {wanted} missing CKC items{known} \
                     within the limits"
                )];
                sentences.push(self.partial.as_ref().map_or_else(
                    || "The trainings that --must names exceed the limits".to_owned(),
                    |partial| self.of_partial(partial),
                ));
                let without = self.unlimited.as_ref();
                let without = without
                    .map(|choice| format!("Without limits the smallest is {}", amounts(choice)));
                sentences.extend(without);
                sentences
            }
            None => vec![format!(
                "{whom}no plan found within {} seconds: give it more --time-limit",
                self.seconds
            )],
        }
    }

    fn of_partial(&self, partial: &Partial) -> String {
        let Some(best) = &partial.best else {
            return format!(
                "Nothing within the limits was found in {} seconds",
                self.seconds
            );
        };
        if partial.covered.is_empty() {
            return "Within the limits none of them can be covered".to_owned();
        }
        let proof = if partial.proved {
            "proved the most".to_owned()
        } else {
            format!(
                "the best found in {} seconds; no choice can cover more than {}",
                self.seconds, partial.at_most
            )
        };
        format!(
            "Within the limits {} {} {} of them{}: {proof}",
            amounts(best),
            verb(best),
            partial.covered.count(),
            self.asked.all.beside(&partial.covered),
        )
    }

    /// The items that would be covered, but for what the person or a missing cell set aside.
    fn of_set_aside(&self) -> Option<String> {
        let aside = &self.plan.set_aside;
        let items: ItemSet = aside.iter().map(|(item, _)| *item).collect();
        let trainings = distinct(aside.iter().flat_map(|(_, covering)| covering).copied());
        let named = trainings.iter().map(|index| {
            let unknown = self
                .plan
                .left_out
                .iter()
                .find(|(left_out, _)| left_out == index);
            let why = unknown.map_or("--without".to_owned(), |(_, what)| {
                format!("{} not given", what.words())
            });
            format!("{} ({why})", self.trainings.rows[*index].id)
        });
        let named: Vec<String> = named.collect();
        (!items.is_empty()).then(|| {
            format!(
                "Only trainings that were set aside cover {}: {}",
                self.list(&items),
                named.join(", ")
            )
        })
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
                "the best found in {} seconds; no plan can be below {} by {measure}",
                self.seconds,
                bound.unwrap_or(Amount::Count(0)),
            ),
        }
    }

    fn list(&self, items: &ItemSet) -> String {
        let code = |item: ItemIndex| self.catalogue.items()[item].code.to_string();
        let codes: Vec<String> = items.items().map(code).collect();
        format!("CKC {}", codes.join(", "))
    }

    /// What could not be considered.
    pub(super) fn left_out(&self) -> Option<String> {
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
}

fn verb(chosen: &Chosen) -> &'static str {
    if chosen.trainings.len() == 1 {
        "covers"
    } else {
        "cover"
    }
}

/// `3 trainings (12 hours, cost 150)`, as far as it is known.
fn amounts(chosen: &Chosen) -> String {
    let count = counted(chosen.trainings.len(), "training", "trainings");
    let hours = chosen.hours.map(|hours| format!("{hours} hours"));
    let cost = chosen.cost.map(|cost| format!("cost {cost}"));
    let known: Vec<String> = hours.into_iter().chain(cost).collect();
    if known.is_empty() || chosen.trainings.is_empty() {
        count
    } else {
        format!("{count} ({})", known.join(", "))
    }
}
