//! A guild's articles are its own.

use crate::desk::{Desk, REAL};

const SECRET: &str = "The Vault Code Is Secret\nPublished 9 September 2025\n\nNobody else may read this.\n\n## Hidden Passage\n\nBehind the shelf.";

#[tokio::test]
async fn nobody_reads_another_guilds_articles() {
    let desk = Desk::with(&[REAL]).await;
    let other = desk.discord.guild("Over the Hill");
    let square = other.text_channel("square");
    let ines = other.member("Ines");
    desk.import(Desk::library(&other), &[SECRET]).await;
    let theirs = ines
        .slash(&square, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        theirs.text().contains("Vault Code"),
        "the guild itself reads it"
    );

    let dm = desk.mara.dm();
    for place in [&desk.news, &dm] {
        for typed in [
            "#1",
            "1",
            "vault code",
            "The Vault Code Is Secret",
            "nobody else",
        ] {
            let slash = desk.mara.slash(place, "summary").option("article", typed);
            let text = slash
                .send()
                .await
                .expect("an answer")
                .message()
                .text()
                .to_owned();
            assert!(
                !text.contains("Vault") || text.contains('“'),
                "{typed}: {text}"
            );
            assert!(!text.contains("may read this"), "{typed}: {text}");
        }
        for typed in ["", "vault", "1", "#1"] {
            let choices = desk
                .mara
                .slash(place, "summary")
                .autocomplete("article", typed)
                .await;
            let choices = format!("{:?}", choices.expect("choices"));
            assert!(!choices.contains("Vault"), "{typed}: {choices}");
        }
        let sections = desk
            .mara
            .slash(place, "section")
            .autocomplete("section", "hidden")
            .await;
        assert_eq!(sections.expect("choices"), []);
    }

    // What a button of theirs carries is worth nothing elsewhere.
    let ours = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    let stolen: Vec<String> = theirs
        .buttons()
        .into_iter()
        .filter_map(|button| button.custom_id)
        .collect();
    let menu = &theirs.menus()[0];
    for id in &stolen {
        let answer = desk
            .discord
            .forge_component(&desk.mara, &ours, id, &[])
            .await;
        let answer = answer.expect("an answer").message();
        assert!(
            answer.ephemeral && answer.text().contains("not one that works"),
            "{}",
            answer.text()
        );
    }
    let value = menu.options[0].value.as_str();
    let answer = desk
        .discord
        .forge_component(&desk.mara, &ours, &menu.custom_id, &[value])
        .await;
    assert!(
        !answer
            .expect("an answer")
            .message()
            .text()
            .contains("shelf")
    );
    let section = desk.mara.slash(&square, "section").send().await;
    assert!(section.is_err(), "Mara is not in that guild");
    desk.close().await;
}
