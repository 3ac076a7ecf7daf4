//! The diagrams of `docs/delivery.md`, held against what can happen, both ways.

use std::collections::{BTreeSet, VecDeque};

use super::*;

/// The name of a variant.
fn name(value: &impl std::fmt::Debug) -> String {
    let debug = format!("{value:?}");
    let end = debug.find(|c: char| !c.is_alphanumeric());
    debug[..end.unwrap_or(debug.len())].to_owned()
}

/// From, event, to; `[*]` stands for what is not there.
pub(super) type Arrow = (String, String, String);

/// The arrows of the diagram below a heading of `docs/delivery.md`.
fn drawn(heading: &str) -> BTreeSet<Arrow> {
    let page = include_str!("../../../docs/delivery.md");
    let (_, rest) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, rest) = rest.split_once("```mermaid\nstateDiagram-v2\n").unwrap();
    let (diagram, _) = rest.split_once("```").unwrap();
    let mut arrows = BTreeSet::new();
    for line in diagram.lines() {
        let (from, rest) = line.split_once(" --> ").unwrap();
        let (to, events) = rest.split_once(" : ").unwrap_or((rest, ""));
        for event in events.split(", ") {
            let arrow = (from.trim().to_owned(), event.to_owned(), to.to_owned());
            assert!(arrows.insert(arrow), "drawn twice: {line}");
        }
    }
    arrows
}

/// What stands at the beginning of a diagram, where no event leads.
fn begins(arrows: &mut BTreeSet<Arrow>) -> Vec<String> {
    let begins = arrows.extract_if(.., |(from, ..)| from == "[*]");
    begins.map(|(_, _, to)| to).collect()
}

/// What `event` did to the steps: those that changed, and the one it names.
fn of_steps(before: &Delivery, event: &Event, after: &Delivery) -> Vec<Arrow> {
    let (Event::Begun(named)
    | Event::NotDone(named, _)
    | Event::Unclear(named, _)
    | Event::Done(named, ..)
    | Event::Lost(named)
    | Event::Refused(named, _)) = event
    else {
        return changed(before, event, after, usize::MAX);
    };
    changed(before, event, after, *named)
}

/// The arrows of the steps that changed, and of the one that is named.
pub(super) fn changed(
    before: &Delivery,
    event: &Event,
    after: &Delivery,
    named: usize,
) -> Vec<Arrow> {
    let mut left = after.steps.iter().peekable();
    let mut arrows = Vec::new();
    for (place, step) in before.steps.iter().enumerate() {
        let kept = left.next_if(|after| is_of(&after.kind, &step.kind));
        let to = kept.map(|kept| kept.state);
        if place == named || to != Some(step.state) {
            let to = to.map_or("[*]".to_owned(), |state| name(&state));
            arrows.push((name(&step.state), name(event), to));
        }
    }
    assert_eq!(
        left.next(),
        None,
        "{event:?} adds no step and keeps the order"
    );
    arrows
}

/// Whether it is the same step, but for stories that are left out.
fn is_of(after: &StepKind, before: &StepKind) -> bool {
    use StepKind::{Message, Post};
    match (after, before) {
        (Message(left), Message(all)) | (Post(left), Post(all)) => {
            left.is_empty() == all.is_empty() && left.iter().all(|story| all.contains(story))
        }
        _ => after == before,
    }
}

#[test]
fn the_diagrams_show_what_can_happen_and_nothing_else() {
    let (mut deliveries, mut steps) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting: VecDeque<Delivery> = planned().into();
    let mut seen: Vec<Delivery> = waiting.iter().cloned().collect();
    while let Some(before) = waiting.pop_front() {
        // The time stands still, so that there is an end of what can be reached.
        for event in events(before.steps.len(), before.expires_at) {
            let Some(after) = before.after(&event, at(1)) else {
                continue;
            };
            deliveries.insert((name(&before.outcome), name(&event), name(&after.outcome)));
            steps.extend(of_steps(&before, &event, &after));
            if !seen.contains(&after) {
                seen.push(after.clone());
                waiting.push_back(after);
            }
        }
    }
    let mut drawn_deliveries = drawn("A delivery");
    assert_eq!(
        begins(&mut drawn_deliveries),
        ["Empty", "Missed", "UnderWay"]
    );
    assert_eq!(drawn_deliveries, deliveries);
    let mut drawn_steps = drawn("A step");
    assert_eq!(begins(&mut drawn_steps), ["Planned"]);
    assert_eq!(drawn_steps, steps);
}
