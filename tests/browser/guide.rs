//! The guided start, from beginning to end, as a newcomer takes it.

use serde_json::json;

use crate::{
    axe,
    tab::{Look, Tab, browse},
};

#[tokio::test]
async fn a_newcomer_is_led_from_a_summary_to_a_corrected_briefing() {
    browse(Look::default(), async |tab| {
        tab.step("Ask for a summary").await;
        tab.shot("guide-1").await;
        axe::check(tab, "the beginning").await;
        // One that is typed by oneself.
        tab.command("/summary").await;

        tab.step("Press a button").await;
        tab.press("Highlights").await;
        tab.reads("Only you can see this").await;

        tab.step("Become the moderator").await;
        tab.press("Become Mara").await;
        tab.writes_as("Mara").await;

        tab.step("Add a story").await;
        tab.press("Use the file").await;
        tab.until(
            "document.querySelector('.option-file input')?.files[0]?.name === 'pioneer-11.txt'",
        )
        .await;
        tab.shot("guide-file").await;
        tab.press("Send").await;

        tab.step("Publish it").await;
        tab.reads("Pioneer 11 Flew Past Saturn").await;
        tab.shot("guide-preview").await;
        axe::check(tab, "a preview").await;
        tab.press("Publish").await;

        let plans = tab.registered("schedule add").await;
        if plans {
            plan_and_see(tab).await;
        }
        tab.step("Correct the story").await;
        correct(tab).await;
        if plans {
            // One is where it was posted, and sees it change.
            tab.until("[...document.querySelectorAll('article:not(.only-for-me)')].some((one) => one.textContent.includes('1 September 1979') && one.querySelector('.notes')?.textContent.includes('edited'))").await;
        }
        tab.step("That was the tour").await;
        tab.shot("guide-end").await;
        axe::check(tab, "the end").await;
    })
    .await;
}

async fn plan_and_see(tab: &Tab) {
    tab.step("Plan a daily briefing").await;
    // What is refused is not done.
    tab.command("/schedule add channel: #announcements time: 25:00")
        .await;
    tab.reads("is no time of day").await;
    tab.step("Plan a daily briefing").await;
    tab.press("Type it for me").await;
    // The options that are typed are to be seen, the others kept out of the way.
    tab.reads("7 more").await;
    tab.shot("guide-plan").await;
    tab.press("Send").await;

    tab.step("Move the clock").await;
    tab.press("Open the clock").await;
    tab.press("To the next briefing").await;
    // The guide is back by itself, and the keyboard with it.
    tab.until("document.activeElement.textContent === 'Guided start'")
        .await;

    tab.step("See the briefing").await;
    // It is seen arriving, where one isn't.
    tab.reads("New in #announcements").await;
    tab.shot("guide-arrival").await;
    tab.press("Open #announcements").await;
    tab.until("!document.body.innerText.includes('New in #')")
        .await;
    tab.reads("Pioneer 11 was the first spacecraft").await;
    tab.shot("guide-briefing").await;
    axe::check(tab, "a briefing").await;
}

async fn correct(tab: &Tab) {
    tab.press("Type it for me").await;
    tab.until("[...document.querySelectorAll('.option-field input')].some((one) => one.value === 'Highlights')").await;
    tab.press("Send").await;
    tab.until("document.querySelector('dialog textarea')").await;
    tab.shot("guide-form").await;
    axe::check(tab, "a form").await;
    let year = "const field = document.querySelector('dialog textarea'); field.value = field.value.replace('1978', '1979');";
    tab.run(year).await;
    tab.press("Submit").await;
    tab.reads("The year was wrong").await;
    tab.press("Publish").await;
}

#[tokio::test]
async fn it_is_left_and_comes_back_where_it_was() {
    browse(
        Look {
            dark: true,
            phone: false,
        },
        async |tab| {
            tab.step("Ask for a summary").await;
            // What it does not wait for changes nothing.
            tab.command("/highlights").await;
            tab.reads("used /highlights").await;
            tab.step("Ask for a summary").await;
            tab.press("Type it for me").await;
            tab.press("Send").await;
            tab.step("Press a button").await;

            tab.click("#panel [aria-label=Close]").await;
            tab.until("document.querySelector('#panel').hidden").await;
            tab.driver.refresh().await.expect("the page anew");
            tab.reads("used /summary").await;
            let hidden = tab
                .run("return document.querySelector('#panel').hidden")
                .await;
            assert_eq!(hidden, json!(true), "it stays away");
            tab.click("#guide-button").await;
            tab.step("Press a button").await;
            tab.press("Skip").await;
            tab.step("Become the moderator").await;
            tab.shot("guide-dark").await;
            axe::check(tab, "in the dark").await;
            tab.press("Begin again").await;
            tab.step("Ask for a summary").await;
        },
    )
    .await;
}

#[tokio::test]
async fn the_story_of_a_message_serves_as_well() {
    browse(Look::default(), async |tab| {
        for step in ["Ask for a summary", "Press a button", "Become the moderator"] {
            tab.step(step).await;
            tab.press("Skip").await;
        }
        // Whose step it is comes first.
        tab.step("Add a story").await;
        tab.press("Become Mara").await;
        tab.press("Open #harbour").await;
        tab.reads("The Asteroid Juno").await;
        // What is no story is not done, nor is a form that one leaves.
        tab.click_at("//article[contains(., 'Thank you, Finn')]//button[contains(@class, 'more')]").await;
        tab.press("Add to Newsdesk").await;
        tab.reads("to mend").await;
        tab.command("/desk add").await;
        tab.until("document.querySelector('dialog textarea')").await;
        tab.press("Cancel").await;
        tab.step("Add a story").await;
        tab.click_at("//article[contains(., 'The Asteroid Juno')]//button[contains(@class, 'more')]").await;
        tab.press("Add to Newsdesk").await;
        tab.step("Publish it").await;
        tab.press("Publish").await;
        for step in ["Plan a daily briefing", "Move the clock", "See the briefing"] {
            tab.step(step).await;
            tab.press("Skip").await;
        }
        tab.step("Correct the story").await;
        tab.press("Type it for me").await;
        tab.press("Send").await;
        tab.until("document.querySelector('dialog textarea')?.value.includes('1805')").await;
        tab.run("const field = document.querySelector('dialog textarea'); field.value = field.value.replace('1805', '1804');").await;
        tab.press("Submit").await;
        tab.reads("The year was wrong").await;
        tab.press("Publish").await;
        tab.step("See the copy change").await;
    })
    .await;
}
