//! Articles that look like news to a database: the words of a language are used as unevenly as in
//! real texts (Zipf's law), every text is different, the same seed gives the same articles.

use chrono::{Days, NaiveDate};
use newsdesk::article::{Article, Line, Link, Section};

/// Different words that the texts are made of.
const WORDS: usize = 50_000;
const TOPICS: [&str; 24] = [
    "Politics",
    "Economy",
    "Science",
    "Space",
    "Climate",
    "Health",
    "Sport",
    "Football",
    "Music",
    "Film",
    "Books",
    "Technology",
    "Games",
    "Europe",
    "Asia",
    "Africa",
    "Americas",
    "Oceania",
    "Trade",
    "Energy",
    "Transport",
    "Education",
    "History",
    "Food",
];
const SYLLABLES: [&str; 40] = [
    "ba", "be", "con", "da", "der", "e", "en", "fa", "for", "ga", "har", "in", "ka", "la", "li",
    "lo", "ma", "men", "mi", "na", "ne", "no", "o", "pa", "per", "ra", "re", "ri", "sa", "se",
    "si", "so", "ta", "ter", "ti", "tion", "tra", "u", "ver", "vi",
];

/// Makes one article after the other.
pub(crate) struct Generator {
    random: fastrand::Rng,
    words: Vec<String>,
    /// How often the words up to each one are used, of `f64` 1 in all.
    usage: Vec<f64>,
    made: u64,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(7);
        let mut known = std::collections::HashSet::new();
        let mut words = Vec::with_capacity(WORDS);
        while words.len() < WORDS {
            // The words that are used most are the shortest.
            let syllables = 1 + random.usize(0..2 + words.len().max(1).ilog(12).min(3) as usize);
            let word: String = (0..syllables)
                .map(|_| SYLLABLES[random.usize(..SYLLABLES.len())])
                .collect();
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let mut usage: Vec<f64> = (0..WORDS)
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        usage.iter_mut().for_each(|usage| *usage /= sum);
        Self {
            random: fastrand::Rng::with_seed(seed),
            words,
            usage,
            made: 0,
        }
    }

    /// An article of about 5 KB, like no other.
    pub(crate) fn article(&mut self) -> Article {
        self.made += 1;
        let day = self.random.u64(..3650);
        let mut topics: Vec<Line> = Vec::new();
        for _ in 0..self.random.usize(1..4) {
            let topic = line(TOPICS[self.random.usize(..TOPICS.len())]);
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        let source = format!(
            "https://news.example.org/{}/{:x}",
            self.made,
            self.random.u32(..)
        );
        Article {
            headline: self.title(7..13),
            published: NaiveDate::from_ymd_opt(2016, 1, 1)
                .and_then(|first| first.checked_add_days(Days::new(day))),
            byline: None,
            topics,
            sources: vec![Link::new(&source).expect("an address")],
            image: None,
            highlights: (0..5).map(|_| self.sentence()).collect(),
            lede: self.paragraphs(1..3),
            sections: (0..self.random.usize(3..6))
                .map(|_| Section {
                    heading: self.title(3..7),
                    paragraphs: self.paragraphs(2..4),
                })
                .collect(),
            analysis: self.paragraphs(2..4),
        }
    }

    /// A word as it stands in texts: the usual ones usually.
    pub(crate) fn word(&mut self) -> &str {
        let at = self.random.f64();
        let rank = self.usage.partition_point(|usage| *usage < at);
        &self.words[rank.min(WORDS - 1)]
    }

    fn title(&mut self, words: std::ops::Range<usize>) -> Line {
        let words = self.random.usize(words);
        line(&self.words_of(words))
    }

    fn sentence(&mut self) -> Line {
        let words = self.random.usize(8..20);
        line(&(self.words_of(words) + "."))
    }

    fn paragraphs(&mut self, count: std::ops::Range<usize>) -> Vec<Line> {
        let count = self.random.usize(count);
        (0..count)
            .map(|_| {
                let sentences = (0..self.random.usize(2..5)).map(|_| self.sentence().to_string());
                line(&sentences.collect::<Vec<_>>().join(" "))
            })
            .collect()
    }

    fn words_of(&mut self, count: usize) -> String {
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text.push(' ');
            }
            let word = self.word();
            if at == 0 {
                text.extend(word.chars().next().map(|c| c.to_ascii_uppercase()));
                text.push_str(&word[1..]);
            } else {
                text.push_str(word);
            }
        }
        text
    }
}

fn line(text: &str) -> Line {
    Line::new(text).expect("a line")
}
