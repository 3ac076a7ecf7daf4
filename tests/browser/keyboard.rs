//! With the keyboard alone.

use serde_json::json;
use thirtyfour::Key;

use crate::tab::{Look, Tab, browse};

/// Most stops of the Tab key that a page may have here.
const STOPS: usize = 60;

/// Whether what has the focus shows it: by an outline, or by the frame of the composer.
const SHOWN: &str = "
    const focused = document.activeElement;
    const outlined = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) > 1;
    const framed = focused.closest('.composer-line') && getComputedStyle(focused.closest('.composer-line')).boxShadow !== 'none';
    if (focused === document.body) return '';
    return outlined(focused) || Boolean(framed) ? '' : focused.outerHTML;
";

/// Goes on with Tab until what has the focus is what the expression finds.
async fn tab_to(tab: &Tab, expression: &str) {
    let mut stops = Vec::new();
    for _ in 0..STOPS {
        stops.push(
            tab.run("return document.activeElement.outerHTML.slice(0, 80)")
                .await,
        );
        if tab
            .run(&format!("return document.activeElement === {expression}"))
            .await
            == true
        {
            return;
        }
        tab.key(Key::Tab).await;
        assert_eq!(
            tab.run(SHOWN).await,
            json!(""),
            "the focus is not to be seen"
        );
    }
    panic!("the Tab key does not come to {expression}, but to {stops:#?}");
}

fn button(label: &str) -> String {
    format!(
        "[...document.querySelectorAll('button')].findLast((one) => one.textContent.trim() === '{label}')"
    )
}

#[tokio::test]
async fn everything_is_done_with_the_keyboard_alone() {
    browse(Look::default(), async |tab| {
        // One begins in the composer; any letter goes there.
        tab.until("document.activeElement.id === 'composer'").await;
        tab.type_text("/summ").await;
        tab.until("document.querySelector('.listbox .option.active')").await;
        tab.key(Key::Enter).await;
        tab.until("document.querySelector('.command-name')?.offsetParent").await;
        tab.key(Key::Enter).await;
        tab.step("Press a button").await;

        tab_to(tab, "document.querySelector('.skip')").await;
        tab_to(tab, "document.querySelector('#messages')").await;
        tab_to(tab, &button("Highlights")).await;
        tab.key(Key::Enter).await;
        tab.reads("Only you can see this").await;

        // A menu, chosen from by the arrows; Escape leaves things as they are.
        tab_to(tab, "[...document.querySelectorAll('.menu-button')].at(-1)").await;
        tab.key(Key::Down).await;
        tab.until("document.querySelector('.menu .option.active')").await;
        tab.key(Key::Escape).await;
        tab.until("!document.querySelector('.menu .option')").await;

        tab.step("Become the moderator").await;
        tab_to(tab, "[...document.querySelectorAll('.person')].find((one) => one.textContent.includes('Mara'))").await;
        tab.key(Key::Enter).await;
        tab.step("Add a story").await;
        let kept = "document.activeElement.closest('.person')?.textContent.includes('Mara')";
        tab.until(kept).await;

        // A message's menu, and back to where one was.
        tab_to(tab, "[...document.querySelectorAll('.place')].find((one) => one.textContent.endsWith('harbour'))").await;
        tab.key(Key::Enter).await;
        tab.reads("The tide is out").await;
        tab.until("document.activeElement.id === 'composer'").await;
        let more = "[...document.querySelectorAll('article')].find((one) => one.textContent.includes('Juno')).querySelector('.more')";
        tab_to(tab, more).await;
        tab.key(Key::Enter).await;
        tab.until("document.activeElement.role === 'menuitem'").await;
        tab.key(Key::Escape).await;
        tab.until(&format!("document.activeElement === {more}")).await;
        tab.key(Key::Enter).await;
        tab.until("document.activeElement.role === 'menuitem'").await;
        tab.key(Key::Up).await;
        tab.until("document.activeElement.textContent === 'Add to Newsdesk'").await;
        tab.key(Key::Enter).await;
        tab.step("Publish it").await;

        // Panels take the focus and give it back.
        tab_to(tab, "document.querySelector('#clock-button')").await;
        tab.key(Key::Enter).await;
        tab.until("document.activeElement.id === 'panel-title'").await;
        tab.key(Key::Escape).await;
        tab.until("document.activeElement.id === 'clock-button'").await;
    })
    .await;
}
