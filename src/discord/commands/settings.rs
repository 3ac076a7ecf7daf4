//! `/settings`: what a guild sets for itself.

use crate::discord::declare::{ChoiceDeclaration, Declaration, OptionDeclaration, Permission};

pub(super) const DECLARATION: Declaration = Declaration::slash(
    "settings",
    "How Newsdesk works in this community",
    &[
        OptionDeclaration::subcommand("show", "What is set, and how to let a role in", &[]),
        OptionDeclaration::subcommand(
            "set",
            "Change what is set",
            &[
                OptionDeclaration::completed(
                    "time_zone",
                    "The zone of this community's times, such as Europe/Berlin",
                ),
                OptionDeclaration::one_of(
                    "answers",
                    "Who sees the answers to commands that don't say",
                    &[
                        ChoiceDeclaration::new("public", "Public: everyone in the channel"),
                        ChoiceDeclaration::new("private", "Private: only who asked"),
                    ],
                ),
                OptionDeclaration::role(
                    "moderator_role",
                    "Whose holders may work at the desk besides those who manage messages",
                ),
                OptionDeclaration::channel("log_channel", "Where the desk's log is told"),
            ],
        ),
    ],
)
.only_for(Permission::MANAGE_GUILD);
