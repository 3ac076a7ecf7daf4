//! The clock of the demo, and the zone in which the page shows it.

use thirtyfour::Key;

use crate::{
    axe,
    tab::{Look, Tab, browse},
};

async fn shows(tab: &Tab, day: &str, time: &str) {
    let date = format!("document.querySelector('.clock-date').textContent === '{day}'");
    tab.until(&date).await;
    let time = format!(
        "document.querySelector('.clock-time').textContent.replace('\\u202f', ' ') === '{time}'"
    );
    tab.until(&time).await;
}

#[tokio::test]
async fn the_clock_is_moved_and_shown_in_any_zone() {
    browse(Look::default(), async |tab| {
        tab.click("#clock-button").await;
        shows(tab, "Monday, September 1, 2025", "7:30 AM").await;
        tab.until("document.querySelector('.mover button').disabled").await;
        tab.reads("No briefing is planned").await;
        tab.shot("clock").await;
        axe::check(tab, "the clock").await;

        tab.press("One day on").await;
        shows(tab, "Tuesday, September 2, 2025", "7:30 AM").await;
        tab.press("To the night the clocks change").await;
        shows(tab, "Sunday, October 26, 2025", "1:00 AM").await;

        tab.show_zone("Asia/Tokyo").await;
        shows(tab, "Sunday, October 26, 2025", "9:00 AM").await;
        tab.reads("The clocks of Asia/Tokyo are not changed.").await;

        let moment = "const field = document.querySelector('#panel input'); field.value = arguments[0]; field.dispatchEvent(new Event('input'))";
        tab.run(&moment.replace("arguments[0]", "'2025-11-01T12:00'")).await;
        tab.press("Set the clock").await;
        shows(tab, "Saturday, November 1, 2025", "12:00 PM").await;
        tab.run(&moment.replace("arguments[0]", "'2025-10-31T12:00'")).await;
        tab.press("Set the clock").await;
        tab.reads("goes forward only").await;

        // What is written now bears the time of that clock; the day stands over it.
        tab.key(Key::Escape).await;
        tab.command("/summary").await;
        tab.reads("Saturday, November 1, 2025").await;
        tab.reads("12:00 PM").await;
    })
    .await;
}
