//! The guided start: what a newcomer does in the first five minutes. Steps of commands that are not
//! there are left out.

use local_discord::{Offer, OfferedFile, Sign, Step};

use super::world::{BRIEFINGS, MODERATOR, TIME_ZONE, TIPS};

/// A story with a wrong year in it, to be put right later; so has the one that was pasted.
const STORY: &str = include_str!("pioneer-11.txt");

/// The steps, in order.
pub(super) fn steps() -> Vec<Step> {
    vec![
        ask(),
        press(),
        become_moderator(),
        add(),
        publish(),
        schedule(),
        move_clock(),
        see(),
        correct(),
        see_correction(),
    ]
}

fn ask() -> Step {
    Step {
        text: "Type `/summary` and press Enter. Without an article it is the newest; while you type, it finds the others.".to_owned(),
        done: vec![answered("summary", "Highlights")],
        offers: vec![typed("Type it for me", "/summary ")],
        ..step("Ask for a summary")
    }
}

fn press() -> Step {
    Step {
        text: "The card has the parts of its story on buttons, and its sections in a menu. Others see the card; what you press is answered to you alone.".to_owned(),
        done: vec![Sign::Pressed {
            label: String::new(),
        }],
        ..step("Press a button")
    }
}

fn become_moderator() -> Step {
    Step {
        text: format!(
            "Readers read. {MODERATOR} moderates: the desk is hers. Everybody you can be stands under *You are*; it takes one click."
        ),
        done: vec![Sign::Became {
            person: MODERATOR.to_owned(),
        }],
        offers: vec![Offer::Become {
            label: format!("Become {MODERATOR}"),
            person: MODERATOR.to_owned(),
        }],
        ..step("Become the moderator")
    }
}

fn add() -> Step {
    Step {
        text: format!(
            "Send `/desk add` with a file. There is one to be used, about a flight past Saturn.\nOr open the three dots of the story that Finn pasted in **#{TIPS}**, and choose *Add to Newsdesk*."
        ),
        needs: Some("desk add".to_owned()),
        person: MODERATOR.to_owned(),
        // What could not be read has no such button.
        done: vec![answered("", "Publish"), answered("", "Schedule")],
        offers: vec![
            Offer::Type {
                label: "Use the file".to_owned(),
                text: "/desk add ".to_owned(),
                file: Some(OfferedFile {
                    option: "file".to_owned(),
                    name: "pioneer-11.txt".to_owned(),
                    text: STORY.to_owned(),
                }),
            },
            open(TIPS),
        ],
        ..step("Add a story")
    }
}

fn publish() -> Step {
    Step {
        text: "The preview is the card that readers will get; only you see it. *Publish* makes it live, *Edit* opens it as a form.".to_owned(),
        needs: Some("desk add".to_owned()),
        person: MODERATOR.to_owned(),
        done: vec![answered("", "Published as ")],
        ..step("Publish it")
    }
}

fn schedule() -> Step {
    let text = format!("/schedule add channel: #{BRIEFINGS} time: 08:00 time_zone: {TIME_ZONE}");
    Step {
        text: format!(
            "Send `/schedule add`: every morning at eight, in **#{BRIEFINGS}**, what is new since the day before."
        ),
        needs: Some("schedule add".to_owned()),
        person: MODERATOR.to_owned(),
        done: vec![answered("schedule add", "Post now")],
        offers: vec![typed("Type it for me", &text)],
        ..step("Plan a daily briefing")
    }
}

fn move_clock() -> Step {
    Step {
        text: "It is half past seven, and the clock is yours. Press *To the next briefing* there."
            .to_owned(),
        needs: Some("schedule add".to_owned()),
        done: vec![Sign::ClockMoved],
        offers: vec![Offer::Clock {
            label: "Open the clock".to_owned(),
        }],
        ..step("Move the clock")
    }
}

fn see() -> Step {
    Step {
        text: format!(
            "It arrives in **#{BRIEFINGS}**, with a button to read each story.\nNothing came? Then the clock is not there yet: *To the next briefing*."
        ),
        needs: Some("schedule add".to_owned()),
        done: vec![Sign::Saw {
            channel: BRIEFINGS.to_owned(),
            edited: false,
        }],
        offers: vec![open(BRIEFINGS)],
        ..step("See the briefing")
    }
}

fn correct() -> Step {
    let text = "/desk edit article: #1 part: Highlights note: The year was wrong";
    Step {
        text: "Its first highlight gives a wrong year: Pioneer 11 was at Saturn in 1979; Juno, if you took that one, was found in 1804. Change it in the form, then press *Publish*. The note tells readers.".to_owned(),
        needs: Some("desk edit".to_owned()),
        person: MODERATOR.to_owned(),
        done: vec![answered("", "Changed: ")],
        offers: vec![typed("Type it for me", text)],
        ..step("Correct the story")
    }
}

fn see_correction() -> Step {
    Step {
        text: format!(
            "What was posted in **#{BRIEFINGS}** has changed as well, and says that it was edited."
        ),
        needs: Some("schedule add".to_owned()),
        done: vec![Sign::Saw {
            channel: BRIEFINGS.to_owned(),
            edited: true,
        }],
        offers: vec![open(BRIEFINGS)],
        ..step("See the copy change")
    }
}

fn step(title: &str) -> Step {
    Step {
        title: title.to_owned(),
        text: String::new(),
        needs: None,
        person: String::new(),
        done: Vec::new(),
        offers: Vec::new(),
    }
}

fn answered(command: &str, says: &str) -> Sign {
    Sign::Answered {
        command: command.to_owned(),
        says: says.to_owned(),
    }
}

fn typed(label: &str, text: &str) -> Offer {
    Offer::Type {
        label: label.to_owned(),
        text: text.to_owned(),
        file: None,
    }
}

fn open(channel: &str) -> Offer {
    Offer::Open {
        label: format!("Open #{channel}"),
        channel: channel.to_owned(),
    }
}
