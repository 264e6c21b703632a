use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// The flags of a command line. Each is two arguments, `--name value`.
pub struct Flags {
    unread: BTreeMap<String, String>,
    known: Vec<String>,
}

impl Flags {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut unread = BTreeMap::new();
        while let Some(argument) = arguments.next() {
            let name = argument.strip_prefix("--").ok_or_else(|| {
                format!("unexpected argument {argument:?}: flags are --name value")
            })?;
            let value = arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))?;
            if unread.insert(name.to_owned(), value).is_some() {
                return Err(format!("{argument} is given twice"));
            }
        }
        Ok(Self {
            unread,
            known: Vec::new(),
        })
    }

    /// Reads a whole number that is at least `minimum`. Without a default, the flag is required.
    pub fn integer<T>(&mut self, name: &str, minimum: T, default: Option<T>) -> Result<T, String>
    where
        T: FromStr + PartialOrd + Display,
    {
        self.known.push(format!("--{name}"));
        let Some(text) = self.unread.remove(name) else {
            return default.ok_or_else(|| format!("--{name} is missing: give a whole number"));
        };
        match text.parse() {
            Ok(value) if value >= minimum => Ok(value),
            _ => Err(format!(
                "invalid value {text:?} for --{name}: give a whole number from {minimum}"
            )),
        }
    }

    /// Reads one of the names. The result is empty if the flag is not given.
    pub fn choice(&mut self, name: &str, names: &[&'static str]) -> Result<&'static str, String> {
        self.known.push(format!("--{name}"));
        let Some(text) = self.unread.remove(name) else {
            return Ok("");
        };
        let found = names.iter().find(|name| **name == text);
        found.copied().ok_or_else(|| {
            let names = names.join(", ");
            format!("invalid value {text:?} for --{name}: give one of {names}")
        })
    }

    /// Fails if the command line has a flag that was never read.
    pub fn expect_all_read(&self) -> Result<(), String> {
        match self.unread.keys().next() {
            Some(name) => Err(format!(
                "unknown flag --{name}: the flags are {}",
                self.known.join(", ")
            )),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Flags, String> {
        Flags::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_given_flag_has_its_value_and_an_absent_one_its_default() {
        let mut flags = parse("--tasks 12").unwrap();
        assert_eq!(flags.integer("tasks", 1, None), Ok(12));
        assert_eq!(flags.integer("warmup", 0, Some(3)), Ok(3));
        assert_eq!(flags.expect_all_read(), Ok(()));
    }

    #[test]
    fn a_flag_without_default_must_be_given() {
        assert!(parse("").unwrap().integer("tasks", 1, None).is_err());
    }

    #[test]
    fn a_value_must_be_a_number_that_its_type_holds_and_at_least_the_minimum() {
        for text in ["0", "-1", "256", "1.5", "many", "\u{661}"] {
            let mut flags = parse(&format!("--tasks {text}")).unwrap();
            assert!(flags.integer::<u8>("tasks", 1, None).is_err(), "{text}");
        }
    }

    #[test]
    fn a_choice_is_one_of_its_names_or_empty() {
        let names = ["async-mutex", "atomic"];
        assert_eq!(parse("").unwrap().choice("variant", &names), Ok(""));
        let mut flags = parse("--variant atomic").unwrap();
        assert_eq!(flags.choice("variant", &names), Ok("atomic"));
        let mut flags = parse("--variant atom").unwrap();
        assert!(flags.choice("variant", &names).is_err());
    }

    #[test]
    fn an_unknown_flag_is_refused_and_the_known_flags_are_listed() {
        let mut flags = parse("--tasks 1 --task 2").unwrap();
        flags.integer("tasks", 1, None).unwrap();
        assert_eq!(
            flags.expect_all_read(),
            Err("unknown flag --task: the flags are --tasks".to_owned())
        );
    }

    #[test]
    fn a_command_line_is_pairs_of_flag_and_value_each_given_once() {
        for line in ["12", "-tasks 1", "--tasks", "--tasks 1 --tasks 2"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
