//! Whom one can be, and what each of them sees.

use crate::tab::{Look, Tab, browse};

#[tokio::test]
async fn everybody_sees_what_is_theirs() {
    browse(Look::default(), async |tab| {
        let town = ["news", "harbour", "announcements", "stories"];
        for (person, channels, desk) in [
            (
                "Mara",
                &[&town[..], &["desk-log", "Newsdesk"]].concat()[..],
                true,
            ),
            (
                "Ines",
                &[&town[..], &["desk-log", "Newsdesk"]].concat(),
                true,
            ),
            ("Finn", &[&town[..], &["Newsdesk"]].concat(), false),
            ("Theo", &["mill-square", "Newsdesk"], false),
        ] {
            tab.become_person(person).await;
            tab.writes_as(person).await;
            assert_eq!(tab.texts(".place-name").await, channels, "{person}");
            assert_eq!(offers(tab, "/desk").await, desk, "{person}");
        }
        tab.shot("people-stranger").await;
        let text = tab.run("return document.body.innerText").await;
        assert!(!text.as_str().unwrap_or_default().contains("#harbour"));
    })
    .await;
}

/// Whether a command is offered to who one is.
async fn offers(tab: &Tab, command: &str) -> bool {
    tab.click("#composer").await;
    tab.fill("#composer", "/").await;
    tab.until("document.querySelector('.listbox .option')")
        .await;
    let names = tab.texts(".listbox .option-name").await;
    tab.run("const field = document.querySelector('#composer'); field.value = ''; field.dispatchEvent(new Event('input'))").await;
    assert!(names.iter().any(|name| name == "/summary"), "{names:?}");
    names.iter().any(|name| name.starts_with(command))
}

#[tokio::test]
async fn what_is_for_one_alone_is_seen_by_nobody_else() {
    browse(Look::default(), async |tab| {
        tab.command("/summary article: moon landing private: True")
            .await;
        tab.reads("Only you can see this").await;
        tab.become_person("Mara").await;
        tab.writes_as("Mara").await;
        assert!(tab.texts(".only-for-me").await.is_empty());
        tab.become_person("Finn").await;
        tab.reads("Only you can see this").await;
        tab.press("Dismiss").await;
        tab.until("!document.querySelector('.only-for-me')").await;
    })
    .await;
}
