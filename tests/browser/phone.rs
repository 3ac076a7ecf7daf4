//! At the width of a phone.

use crate::{
    axe,
    tab::{Look, browse},
};

#[tokio::test]
async fn everything_is_there_on_a_phone() {
    let look = Look {
        phone: true,
        dark: true,
    };
    browse(look, async |tab| {
        tab.step("Ask for a summary").await;
        tab.fits("the beginning").await;
        tab.shot("phone-1").await;
        axe::check(tab, "the beginning").await;
        tab.press("Type it for me").await;
        tab.until("document.querySelector('.command-name')?.offsetParent")
            .await;
        tab.fits("a command").await;
        tab.shot("phone-command").await;
        tab.press("Send").await;
        tab.step("Press a button").await;
        tab.fits("a card").await;
        tab.press("Analysis").await;
        tab.step("Become the moderator").await;

        tab.click("#places-button").await;
        tab.until("document.querySelector('.places.shown')").await;
        tab.fits("the drawer").await;
        tab.shot("phone-drawer").await;
        axe::check(tab, "the drawer").await;
        tab.become_person("Mara").await;
        tab.until("!document.querySelector('.places.shown')").await;
        tab.step("Add a story").await;
        tab.press("Use the file").await;
        tab.fits("a file").await;
        tab.shot("phone-file").await;
        tab.press("Send").await;
        tab.step("Publish it").await;
        tab.reads("Pioneer 11 Flew Past Saturn").await;
        tab.fits("a preview").await;
        tab.shot("phone-preview").await;
        for panel in ["clock", "trouble"] {
            tab.click(&format!("#{panel}-button")).await;
            tab.until(&format!(
                "document.querySelector('#{panel}-button[aria-expanded=true]')"
            ))
            .await;
            tab.fits(panel).await;
            tab.shot(&format!("phone-{panel}")).await;
            axe::check(tab, panel).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_channel_opens_where_its_newest_message_begins() {
    let look = Look {
        phone: true,
        dark: false,
    };
    browse(look, async |tab| {
        tab.command("/story article: Two Men Have Walked").await;
        tab.reads("used /story").await;
        tab.driver.refresh().await.expect("the page anew");
        let newest = "[...document.querySelectorAll('.messages article')].at(-1)";
        tab.until(newest).await;
        let taller = format!(
            "{newest}.offsetHeight > document.querySelector('.messages').clientHeight"
        );
        tab.until(&taller).await;
        let below = format!(
            "{newest}.getBoundingClientRect().top - document.querySelector('.messages').getBoundingClientRect().top"
        );
        tab.until(&format!("{below} > -1 && {below} < 60")).await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_cramped_between_phone_and_desk() {
    browse(Look::default(), async |tab| {
        tab.command("/summary").await;
        tab.step("Press a button").await;
        for width in [520, 700, 1050, 1060] {
            let window = tab.driver.set_window_rect(0, 0, width, 800).await;
            window.expect("another width");
            tab.until(&format!("innerWidth === {width}")).await;
            tab.fits(&format!("{width} px")).await;
            let room = tab
                .run("return document.querySelector('.messages').clientWidth")
                .await;
            assert!(room.as_u64() > Some(400), "{width} px leave {room}");
            tab.shot(&format!("width-{width}")).await;
        }
    })
    .await;
}
