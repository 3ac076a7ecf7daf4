use crate::article::{GuildId, Library};

/// Somebody who asks, by where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The guild in which they ask; none in a direct message.
    pub guild: Option<GuildId>,
}

impl Reader {
    /// The libraries they may read, their own first. Nothing else is ever looked at for them.
    pub fn libraries(&self) -> Vec<Library> {
        let own = self.guild.map(Library::Guild);
        own.into_iter().chain([Library::House]).collect()
    }

    /// Whether they may read that library.
    pub fn may_read(&self, library: Library) -> bool {
        match library {
            Library::House => true,
            Library::Guild(guild) => self.guild == Some(guild),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_the_house_and_their_own_guild() {
        let here = Reader {
            guild: Some(GuildId(1)),
        };
        let alone = Reader { guild: None };
        for (reader, library, wanted) in [
            (here, Library::House, true),
            (here, Library::Guild(GuildId(1)), true),
            (here, Library::Guild(GuildId(2)), false),
            (alone, Library::House, true),
            (alone, Library::Guild(GuildId(1)), false),
        ] {
            assert_eq!(reader.may_read(library), wanted, "{reader:?} {library:?}");
            assert_eq!(reader.libraries().contains(&library), wanted);
        }
    }
}
