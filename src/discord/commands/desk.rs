//! `/desk` and "Add to Newsdesk": what moderators do with stories.

use crate::discord::declare::{ChoiceDeclaration, Declaration, OptionDeclaration, Permission};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "desk",
    "Add, check, correct and withdraw stories",
    &[
        OptionDeclaration::subcommand(
            "add",
            "A new story: by a form, or from a file",
            &[
                OptionDeclaration::file(
                    "file",
                    "A .txt, .md, .json or .jsonl file of one or more stories; a form opens if left out",
                ),
                OptionDeclaration::completed(
                    "publish_at",
                    "When it shall go live, such as tomorrow 7:30; once somebody publishes it if left out",
                ),
            ],
        ),
        OptionDeclaration::subcommand(
            "edit",
            "Change a part of a story, or the whole by a file",
            &[
                ARTICLE.required(),
                OptionDeclaration::one_of("part", "Which part; a menu of them if left out", &PARTS),
                OptionDeclaration::completed("section", "Which section, by its heading"),
                OptionDeclaration::file("file", "The whole story anew, as /desk export gives it"),
                OptionDeclaration::text("note", "What was wrong, told to readers with the story; they are told nothing if left out"),
            ],
        ),
        OptionDeclaration::subcommand(
            "withdraw",
            "Take a story from readers",
            &[
                ARTICLE.required(),
                OptionDeclaration::text("reason", "Why, for those who read it where it was posted"),
            ],
        ),
        OptionDeclaration::subcommand(
            "restore",
            "Put a withdrawn story back",
            &[ARTICLE.required()],
        ),
        OptionDeclaration::subcommand("drafts", "What waits to be published", &[]),
        OptionDeclaration::subcommand(
            "history",
            "What was changed in a story, when and by whom",
            &[ARTICLE.required()],
        ),
        OptionDeclaration::subcommand(
            "export",
            "A story, or all of this community's, as a file",
            &[
                ARTICLE,
                OptionDeclaration::one_of("format", "How it is written; text if left out", &FORMATS),
            ],
        ),
        OptionDeclaration::subcommand(
            "log",
            "Who did what at the desk",
            &[
                OptionDeclaration::user("who", "Only what they did"),
                ARTICLE,
            ],
        ),
    ],
)
.only_for(Permission::MANAGE_MESSAGES);

pub(super) const MENU: Declaration =
    Declaration::message_menu("Add to Newsdesk").only_for(Permission::MANAGE_MESSAGES);

const ARTICLE: OptionDeclaration =
    OptionDeclaration::completed("article", "A number or words of the headline");

const PARTS: [ChoiceDeclaration; 6] = [
    ChoiceDeclaration::new("details", "Details: headline, date, byline, topics"),
    ChoiceDeclaration::new("links", "Links: sources, image"),
    ChoiceDeclaration::new("lede", "Lede"),
    ChoiceDeclaration::new("highlights", "Highlights"),
    ChoiceDeclaration::new("section", "Section"),
    ChoiceDeclaration::new("analysis", "Analysis"),
];

const FORMATS: [ChoiceDeclaration; 2] = [
    ChoiceDeclaration::new("text", "Text"),
    ChoiceDeclaration::new("jsonl", "JSON Lines (jsonl)"),
];
