//! Which articles were announced as the desk's news, and when.

use super::{
    desk::{BOB, DESK_OF, brief},
    *,
};
use crate::store::{Place, Publication};

pub(super) async fn what_was_announced_is_found_by_its_time(open: Opener<'_>) {
    let store = open();
    file(&store, GUILD, "imported", 1).await;
    for minute in [10, 20] {
        let draft = store.keep_draft(brief(DESK_OF), at(minute)).await.unwrap();
        let publication = Publication {
            article: article(&format!("story of {minute}"), Some(1)),
            place: Place::New(GUILD),
            today: day(1),
            note: None,
        };
        let published = store.publish_draft(draft.id, 1, publication, BOB, at(minute));
        published.await.unwrap();
    }
    let announce = |library, headline| Filing {
        announced: true,
        ..filing(library, article(headline, Some(1)))
    };
    store
        .file(announce(GUILD, "imported"), at(15))
        .await
        .unwrap();
    store
        .file(announce(OTHER, "elsewhere"), at(15))
        .await
        .unwrap();
    let since = async |library, minute| store.announced_since(library, at(minute)).await.unwrap();
    let all = [(2, 10), (1, 15), (3, 20)].map(|(number, minute)| (id(GUILD, number), at(minute)));
    assert_eq!(since(GUILD, 0).await, all);
    assert_eq!(since(GUILD, 10).await, all);
    assert_eq!(since(GUILD, 11).await, all[1..]);
    assert_eq!(since(GUILD, 21).await, []);
    assert_eq!(since(OTHER, 0).await, [(id(OTHER, 1), at(15))]);
    assert_eq!(since(Library::House, 0).await, []);
    let withdrawn = store
        .withdraw(id(GUILD, 2), None, DESK_OF, BOB, at(30))
        .await;
    assert!(withdrawn.unwrap());
    store
        .file(announce(GUILD, "imported"), at(40))
        .await
        .unwrap();
    assert_eq!(since(GUILD, 0).await, all, "once, whatever becomes of it");
    store.verify().await.unwrap();
}
