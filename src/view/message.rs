//! A message as a value: text, rules, buttons and menus, within Discord's limits by construction.

use super::{
    action::Action,
    file::File,
    markup::{Markup, clip},
};
use crate::article::RoleId;

/// UTF-16 units of all texts of a message together.
/// (<https://discord.com/developers/docs/components/reference>)
pub const MAX_TEXT: usize = 4000;
/// UTF-16 units of one text: Discord's description allows 4,000, twilight-validate 2,000; a page of
/// that length is also what a phone shows on two screens.
pub const MAX_BLOCK_TEXT: usize = 2000;
/// Components of a message, nested ones and the container counted.
pub const MAX_COMPONENTS: usize = 40;
/// Buttons side by side.
pub const MAX_ROW: usize = 5;
/// Options of a menu.
pub const MAX_OPTIONS: usize = 25;
/// Files of a message: Discord takes ten, the client library beneath can't tell two apart.
pub const MAX_FILES: usize = 1;
/// UTF-16 units of an option's label, description and value each.
pub const MAX_OPTION: usize = 100;
/// UTF-16 units of a `custom_id`.
pub const MAX_CUSTOM_ID: usize = 100;
/// UTF-16 units of a button's label: Discord takes 80, a phone shows 38.
pub const MAX_LABEL: usize = 38;

/// One card: what stands in it, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    blocks: Vec<Block>,
    text: usize,
    components: usize,
    mark: Option<u32>,
    ping: Option<RoleId>,
}

/// A piece of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Paragraphs.
    Text(Markup),
    /// A thin line.
    Rule,
    /// One to five buttons side by side.
    Buttons(Vec<Button>),
    /// A menu to choose one of.
    Menu(Menu),
    /// A text with a button at its side.
    Entry(Markup, Button),
    /// A file to take.
    File(File),
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub action: Action,
    /// How it looks.
    pub look: Look,
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// To be pressed.
    Plain,
    /// What one most likely wants to press.
    Main,
    /// The part that is being read.
    Current,
    /// There is nothing behind it; it keeps its place.
    Absent,
}

/// A menu to choose one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What the choice is for.
    pub action: Action,
    /// What stands in it before anything is chosen.
    pub placeholder: String,
    /// One to 25.
    pub options: Vec<MenuOption>,
}

/// One of a menu's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuOption {
    /// What stands there.
    pub label: String,
    /// What is sent when it is chosen.
    pub value: String,
    /// Whether it is what one is reading.
    pub current: bool,
}

impl Block {
    fn actions(&self) -> impl Iterator<Item = &Action> {
        let (buttons, menu) = match self {
            Self::Text(_) | Self::Rule | Self::File(_) => (&[][..], None),
            Self::Buttons(buttons) => (&buttons[..], None),
            Self::Menu(menu) => (&[][..], Some(&menu.action)),
            Self::Entry(_, button) => (std::slice::from_ref(button), None),
        };
        buttons.iter().map(|button| &button.action).chain(menu)
    }

    fn actions_mut(&mut self) -> impl Iterator<Item = &mut Action> {
        let (buttons, menu) = match self {
            Self::Text(_) | Self::Rule | Self::File(_) => (&mut [][..], None),
            Self::Buttons(buttons) => (&mut buttons[..], None),
            Self::Menu(menu) => (&mut [][..], Some(&mut menu.action)),
            Self::Entry(_, button) => (std::slice::from_mut(button), None),
        };
        buttons
            .iter_mut()
            .map(|button| &mut button.action)
            .chain(menu)
    }
}

impl Button {
    /// A button to press, its label cut to what a phone shows.
    pub fn new(label: &str, action: Action) -> Self {
        Self {
            label: clip(label, MAX_LABEL),
            action,
            look: Look::Plain,
        }
    }

    /// The same with another look.
    pub fn with_look(self, look: Look) -> Self {
        Self { look, ..self }
    }
}

impl Message {
    /// A card with nothing in it.
    pub fn new() -> Self {
        // The container itself is a component.
        Self {
            components: 1,
            ..Self::default()
        }
    }

    /// The same with a number by which it is known again: readers don't see it. From 1 to 2³¹ - 1.
    pub fn with_mark(self, mark: u32) -> Self {
        let mark = Some(mark);
        Self { mark, ..self }
    }

    /// The number by which it is known again.
    pub fn mark(&self) -> Option<u32> {
        self.mark
    }

    /// The same, for the holders of a role to be notified of: its text has to mention it.
    pub fn with_ping(self, ping: Option<RoleId>) -> Self {
        Self { ping, ..self }
    }

    /// The role whose holders are notified.
    pub fn ping(&self) -> Option<RoleId> {
        self.ping
    }

    /// UTF-16 units of text that still fit.
    pub fn room(&self) -> usize {
        MAX_TEXT.saturating_sub(self.text)
    }

    /// What stands in it.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The files that it brings along.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.blocks.iter().filter_map(|block| match block {
            Block::File(file) => Some(file),
            _ => None,
        })
    }

    /// What its controls do, each once: Discord refuses a `custom_id` that stands there twice.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.blocks.iter().flat_map(Block::actions)
    }

    /// The same with other actions behind its controls; no two may become one.
    pub fn map_actions(mut self, map: impl Fn(&Action) -> Action) -> Self {
        for action in self.blocks.iter_mut().flat_map(Block::actions_mut) {
            *action = map(action);
        }
        self
    }

    /// Adds `block` where it fits; whether it did. What can grow is cut to the room before.
    pub fn push(&mut self, block: Block) -> bool {
        let (text, components) = match &block {
            Block::Text(text) => (text.units(), 1),
            Block::Rule | Block::File(_) => (0, 1),
            Block::Buttons(buttons) => (0, 1 + buttons.len()),
            Block::Menu(_) => (0, 2),
            Block::Entry(text, _) => (text.units(), 3),
        };
        let whole = match &block {
            Block::Text(text) => !text.is_empty(),
            Block::Rule => true,
            Block::Buttons(buttons) => (1..=MAX_ROW).contains(&buttons.len()),
            Block::Menu(menu) => (1..=MAX_OPTIONS).contains(&menu.options.len()),
            Block::Entry(text, _) => !text.is_empty(),
            Block::File(file) => !file.bytes().is_empty() && self.files().count() < MAX_FILES,
        };
        let fits = whole
            && block
                .actions()
                .all(|action| !self.actions().any(|other| other == action))
            && text <= MAX_BLOCK_TEXT
            && self.text + text <= MAX_TEXT
            && self.components + components <= MAX_COMPONENTS;
        if fits {
            self.text += text;
            self.components += components;
            self.blocks.push(block);
        }
        fits
    }

    /// Adds a text.
    pub fn text(mut self, text: Markup) -> Self {
        self.push(Block::Text(text));
        self
    }

    /// Adds a thin line.
    pub fn rule(mut self) -> Self {
        self.push(Block::Rule);
        self
    }

    /// Adds a row of buttons.
    pub fn buttons(mut self, buttons: Vec<Button>) -> Self {
        self.push(Block::Buttons(buttons));
        self
    }

    /// Adds a menu.
    pub fn menu(mut self, menu: Menu) -> Self {
        self.push(Block::Menu(menu));
        self
    }

    /// Adds a text with a button at its side.
    pub fn entry(mut self, text: Markup, button: Button) -> Self {
        self.push(Block::Entry(text, button));
        self
    }

    /// Adds a file.
    pub fn file(mut self, file: File) -> Self {
        self.push(Block::File(file));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_takes_what_discord_takes_and_no_more() {
        let text = |units| Block::Text(Markup::own("x".repeat(units)));
        let mut full = Message::new();
        assert!(!full.push(text(MAX_BLOCK_TEXT + 1)));
        assert!(full.push(text(MAX_BLOCK_TEXT)) && full.push(text(MAX_BLOCK_TEXT)));
        assert_eq!((full.blocks().len(), full.room()), (2, 0));
        assert!(!full.push(text(1)));
        let mut over = Message::new();
        assert!(!over.push(Block::Text(Markup::default())));
        assert!(!over.push(Block::Buttons(Vec::new())));

        let mut rules = Message::new();
        let pushed = (0..100).filter(|_| rules.push(Block::Rule)).count();
        assert_eq!(pushed, MAX_COMPONENTS - 1);

        let file = |bytes: &str| Block::File(File::new("story.txt", bytes));
        let mut files = Message::new();
        assert!(!files.push(file("")));
        assert!(files.push(file("x")) && !files.push(file("y")));
        assert_eq!(files.files().count(), MAX_FILES);
    }
}
