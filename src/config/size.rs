//! Sizes as people write them.

/// Bytes of a KiB.
pub(super) const KIB: u64 = 1 << 10;
/// Bytes of a MiB.
pub(super) const MIB: u64 = 1 << 20;

const UNITS: [(&str, u64); 6] = [
    ("b", 1),
    ("bytes", 1),
    ("kb", 1_000),
    ("kib", KIB),
    ("mb", 1_000_000),
    ("mib", MIB),
];

/// The bytes of a size such as `1 MiB`, `1.5 MB`, `512 KiB`.
pub(super) fn parse(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let unit = unit.trim().to_ascii_lowercase();
    let (_, unit) = UNITS.iter().find(|(name, _)| unit == *name)?;
    let number = number.trim();
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    // Longer numbers are no sizes that anybody means.
    let digits = |text: &str| {
        let are_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let digits = text.parse::<u64>().ok();
        digits.filter(|_| are_digits && text.len() <= 9)
    };
    let tenths = 10_u64.pow(u32::try_from(part.len()).ok()?.min(9));
    Some(digits(whole)? * unit + digits(part)? * unit / tenths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("1 MiB", Some(MIB)),
            ("1MiB", Some(MIB)),
            (" 512 kib ", Some(512 * KIB)),
            ("2.5 MB", Some(2_500_000)),
            ("1.000000001 MiB", Some(MIB)),
            ("1024 bytes", Some(KIB)),
            ("999999999 MiB", Some(999_999_999 * MIB)),
            ("9999999999 MiB", None),
            ("1.0000000001 MiB", None),
            ("", None),
            ("1", None),
            ("MiB", None),
            ("-1 MiB", None),
            ("+1 MiB", None),
            ("1e3 KiB", None),
            ("1,5 MiB", None),
            ("1. MiB", None),
            (".5 MiB", None),
            ("1 GiB", None),
            ("1 Mi", None),
            ("1 MiBé", None),
        ] {
            assert_eq!(parse(text), wanted, "{text}");
        }
    }
}
