//! The articles of `data/`, for a demo that is started where there is no such folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../data/", $name)))),*]
    };
}

/// Name and text.
const SAMPLES: &[(&str, &str)] = samples![
    "000_a55518fa6972ff99.txt",
    "001_total-lunar-eclipse-september-2025.txt",
    "002_apollo-11-moon-landing.txt",
    "003_unesco-26-new-world-heritage-sites.txt",
    "004_hope-probe-reaches-mars.txt",
    "005_unicode-16-emoji.txt",
    "006_hayabusa2-capsule-returns.txt",
    "007_leap-second-by-2035.txt",
    "008_james-webb-first-images.txt",
];

/// What the demo reads at start: what is configured, or the samples, written into `folder`, where
/// nothing of that is there.
pub(super) fn or_else(configured: Vec<PathBuf>, folder: &Path) -> io::Result<Vec<PathBuf>> {
    if configured.iter().any(|path| path.exists()) {
        return Ok(configured);
    }
    let data = folder.join("data");
    fs::create_dir(&data)?;
    for (name, text) in SAMPLES {
        fs::write(data.join(name), text)?;
    }
    Ok(vec![data])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_article_of_the_folder_is_among_them() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let there: BTreeSet<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let named = SAMPLES.iter().map(|(name, _)| (*name).to_owned());
        assert_eq!(there, named.collect());
    }
}
