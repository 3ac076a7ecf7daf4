//! What goes wrong at a click, and that the page shows it.

use crate::{
    axe,
    tab::{Look, browse},
};

#[tokio::test]
async fn trouble_comes_and_goes() {
    browse(Look::default(), async |tab| {
        tab.click("#trouble-button").await;
        tab.until("/^(GET|PUT|POST)/.test(document.querySelector('.requests code')?.textContent)")
            .await;
        tab.shot("trouble").await;
        axe::check(tab, "trouble").await;

        // The bot's process is killed, and another begins.
        tab.press("Kill the bot").await;
        tab.until("document.querySelector('.bot-state.gone')").await;
        tab.reads("Newsdesk is not connected").await;
        tab.reads("Its process is gone").await;
        tab.shot("trouble-killed").await;
        tab.press("Start it again").await;
        tab.until("!document.querySelector('.bot-state.gone')").await;

        // Discord is gone for it: what one asks finds nobody.
        switch(tab, "Discord is there for the bot").await;
        tab.until("document.querySelector('.bot-state.gone')").await;
        tab.command("/summary").await;
        tab.reads("The application did not respond").await;
        tab.reads("lost").await;
        tab.shot("trouble-down").await;
        switch(tab, "Discord is there for the bot").await;
        tab.until("!document.querySelector('.bot-state.gone')").await;
        // What was typed is still there.
        tab.press("Send").await;
        tab.reads("used /summary").await;

        // It waits as long as it is told to, and answers then.
        tab.press("Rate-limit its next 2 requests").await;
        tab.reads("2 to come").await;
        tab.command("/highlights").await;
        tab.reads("used /highlights").await;
        tab.until("[...document.querySelectorAll('.requests .bad')].filter((one) => one.textContent === '429').length === 2").await;
        tab.shot("trouble-limited").await;
        tab.press("Rate-limit its next 2 requests").await;
        tab.reads("2 to come").await;
        tab.press("Let its requests through again").await;
        tab.until("!document.body.innerText.includes('to come')").await;

        for given in [false, true] {
            switch(tab, "Send messages").await;
            let is = "[...document.querySelectorAll('.switch')].find((one) => one.textContent === 'Send messages').firstChild.checked";
            tab.until(&format!("{is} === {given}")).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_briefing_says_what_it_lacked_and_comes_when_the_bot_is_back() {
    browse(Look::default(), async |tab| {
        if !tab.registered("schedule add").await {
            return;
        }
        tab.become_person("Mara").await;
        tab.command("/schedule add channel: #announcements time: 08:00 time_zone: Europe/London")
            .await;
        tab.open_channel("announcements").await;
        tab.click("#trouble-button").await;
        switch(tab, "Send messages").await;
        tab.click("#clock-button").await;
        tab.press("To the next briefing").await;
        tab.reads("Tue, Sep 2, 8:00 AM").await;
        tab.command("/schedule status").await;
        tab.reads("lacks Send Messages").await;
        tab.shot("trouble-briefing").await;

        // Given back; and the bot is away when it is time.
        tab.click("#trouble-button").await;
        switch(tab, "Send messages").await;
        tab.press("Kill the bot").await;
        tab.reads("Newsdesk is not connected").await;
        tab.click("#clock-button").await;
        tab.press("One day on").await;
        tab.until("document.querySelector('.clock-date').textContent.startsWith('Tuesday')")
            .await;
        tab.click("#trouble-button").await;
        tab.press("Start it again").await;
        tab.reads("Your morning briefing").await;
        tab.shot("trouble-back").await;
    })
    .await;
}

async fn switch(tab: &crate::tab::Tab, words: &str) {
    let switch = format!("//div[contains(@class, 'switch')][.//label[text()='{words}']]/input");
    tab.click_at(&switch).await;
}
