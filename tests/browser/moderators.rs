//! Everything a moderator needs: files, menus of messages, options of every kind, forums, the log.

use std::fs;

use crate::{
    axe,
    tab::{Look, browse},
};

const STORY: &str = "The Ferry Company Buys a Second Boat\nPublished 1 September 2025\n\nIt is smaller than the first.\n";

#[tokio::test]
async fn files_travel_with_commands_and_messages() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a ferry.txt");
    fs::write(&path, STORY).expect("a file");
    let path = path.to_str().expect("a path").to_owned();
    browse(Look::default(), async |tab| {
        tab.become_person("Mara").await;
        tab.open_channel("harbour").await;
        tab.attach(".composer input[type=file]", &path).await;
        tab.until("document.querySelector('.chip')").await;
        tab.press("Send").await;
        tab.until(
            "document.querySelector('article:last-of-type .file a')?.textContent === 'a_ferry.txt'",
        )
        .await;

        // The message's file is the story.
        tab.click("article:last-of-type .more").await;
        tab.until("document.querySelector('.popmenu')").await;
        tab.shot("message-menu").await;
        axe::check(tab, "the menu of a message").await;
        tab.press("Add to Newsdesk").await;
        tab.reads("The Ferry Company Buys a Second Boat").await;
        tab.press("Discard").await;

        tab.click("#composer").await;
        tab.fill("#composer", "/desk add ").await;
        tab.attach(".option-file input", &path).await;
        tab.press("Send").await;
        tab.until("document.querySelectorAll('article.only-for-me .container').length > 1")
            .await;
        tab.press("Publish").await;
        tab.command("/summary article: ferry").await;
        tab.reads("It is smaller than the first.").await;
    })
    .await;
}

#[tokio::test]
async fn options_name_channels_roles_and_people() {
    browse(Look::default(), async |tab| {
        tab.become_person("Mara").await;
        tab.command("/settings set moderator_role: @Early birds log_channel: #desk-log")
            .await;
        tab.reads("Early birds").await;
        tab.command("/desk log who: Mara").await;
        tab.until("document.querySelectorAll('article.only-for-me').length > 1")
            .await;
        tab.shot("settings").await;
        // What is no choice is refused before it is sent.
        tab.command("/settings set log_channel: #nowhere").await;
        tab.reads("Choose one of the list").await;
        tab.key(thirtyfour::Key::Escape).await;
        tab.key(thirtyfour::Key::Escape).await;
        tab.open_channel("desk-log").await;
    })
    .await;
}

#[tokio::test]
async fn forums_have_posts_and_channels_threads() {
    browse(Look::default(), async |tab| {
        tab.become_person("Ines").await;
        tab.open_channel("stories").await;
        tab.reads("No posts yet").await;
        tab.press("New post").await;
        tab.until("document.querySelector('dialog select')").await;
        axe::check(tab, "a form of the page's own").await;
        tab.fill("dialog input", "Which boat was it?").await;
        tab.fill("dialog select", "Daily").await;
        tab.fill("dialog textarea", "The small one, I think.").await;
        tab.press("Submit").await;
        let post =
            "document.querySelector('#channel-title bdi').textContent === 'Which boat was it?'";
        tab.until(post).await;
        tab.reads("The small one, I think.").await;
        assert!(
            tab.texts(".place-thread .place-name")
                .await
                .contains(&"Which boat was it?".to_owned()),
            "it stands under its forum"
        );
        tab.open_channel("stories").await;
        tab.until("document.querySelector('.post .post-tag')?.textContent === 'Daily'")
            .await;
        tab.shot("forum").await;
        axe::check(tab, "a forum").await;

        tab.open_channel("harbour").await;
        tab.reads("The tide is out").await;
        tab.click("article:last-of-type .more").await;
        tab.press("Begin a thread").await;
        tab.fill("dialog input", "About Juno").await;
        tab.press("Submit").await;
        tab.until("document.querySelector('#channel-title bdi').textContent === 'About Juno'")
            .await;
        tab.fill("#composer", "It is bright this week.").await;
        tab.press("Send").await;
        tab.reads("It is bright this week.").await;
        tab.open_channel("harbour").await;
        tab.until("document.querySelector('.thread-link')?.textContent.includes('1 message')")
            .await;
        tab.shot("thread").await;
        // Somebody who reads finds it too.
        tab.become_person("Finn").await;
        tab.writes_as("Finn").await;
        tab.click(".thread-link").await;
        tab.reads("It is bright this week.").await;
    })
    .await;
}
