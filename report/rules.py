"""The rules that a brief's facts are held to: each rule's name → how grave a breach is, and why it matters.

The one table of rules: `load` and `check` make every finding through `find`, so a rule that is not
named here cannot be reported. Names are in kebab case, for sorting and searching.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from report.errors import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """How grave a breach is, and what it would do to the pages."""

    severity: Severity
    why: str


def _error(why: str) -> Rule:
    return Rule("error", why)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        # --- files, as `load` finds them ---------------------------------------------------------
        "missing-table": _error("the sections made from it would be empty"),
        "two-tables": _error("it would be a guess which of the two is meant"),
        "missing-file": _error("its section would be empty"),
        "unreadable-file": _error("nothing in it can be judged"),
        "empty-file": _error("the sections made from it would be empty"),
        "empty-table": Rule("notice", "nothing of this table is printed"),
        "wrong-extension": _error("spreadsheets and editors would open it wrongly and damage it"),
        "not-a-workbook": _error("no cell of it can be read"),
        "unknown-encoding": _error("its letters would be printed as other letters"),
        "windows-1251": Rule("notice", "decoded as Russian Excel writes it; save as “CSV UTF-8” to be sure"),
        "unknown-separator": _error("every row would be read as one cell"),
        "control-character": _error("it cannot be printed, and damages tables when they are saved"),
        "broken-quotes": _error("the rows from here on would run together"),
        "ragged-row": _error("its values would stand in the wrong columns"),
        "empty-column-name": _error("the values below it would be lost"),
        "duplicate-column": _error("the values of one of the two would be lost"),
        "boolean-cell": _error("a spreadsheet shows it in another language on another machine"),
        "yaml-syntax": _error("nothing in the file can be read"),
        "yaml-alias": _error("a passage that stands twice must be written twice, each with its sources"),
        "duplicate-key": _error("one of the two would be lost"),
        "toml-syntax": _error("the figure could not be drawn"),
        "missing-recipients": _error("nobody would get the brief"),
        # --- shape: columns, keys, values --------------------------------------------------------
        "unknown-column": _error("its values would be left out"),
        "unused-language": Rule("notice", "brief.toml does not name this language, so it is not printed"),
        "missing-column": _error("every row lacks the value"),
        "unknown-key": _error("its value would be left out"),
        "missing-value": _error("there would be a hole on the page"),
        "wrong-type": _error("it cannot be printed as it stands"),
        "missing-language": _error("one language version would have a hole here"),
        "same-text": _error("one of the languages is not translated"),
        "malformed-id": _error("links and placeholders could not name the row"),
        "duplicate-id": _error("links and placeholders would name two things by one word"),
        "duplicate-number": _error("a mark such as [7] would point at two sources"),
        "malformed-language": _error("the text would be read aloud and hyphenated by the wrong rules"),
        "malformed-address": _error("the link in the list of sources would lead nowhere"),
        "malformed-date": _error("a date that can be read two ways is printed as neither"),
        "impossible-date": _error("there is no such day to print"),
        "absurd-date": _error("a year so far off is a slip of the keyboard"),
        "malformed-period": _error("the figure would be printed without its time"),
        "reversed-period": _error("a period cannot end before it begins"),
        "malformed-number": _error("a guess would print another amount"),
        "negative-value": _error("an amount or a count is never below zero"),
        "absurd-value": _error("a number so large is a slip of the keyboard"),
        "share-out-of-range": _error("the share would be misstated"),
        "not-whole": _error("things are counted in whole numbers"),
        "out-of-range": _error("the place would fall off the map"),
        "money-without-currency": _error("an amount without a currency means nothing"),
        "currency-without-money": _error("a count would be printed as an amount"),
        "incomplete-amount": _error("the register would print an amount without saying how exact it is"),
        # --- words that must be known ------------------------------------------------------------
        "unknown-word": _error("it would be printed without a label"),
        "unknown-country": _error("it would stand in no country's section"),
        "unknown-metric": _error("it would be printed without a label and compared with nothing"),
        "unknown-currency": _error("an amount in it could not be said"),
        "unknown-source": _error("a statement would be printed without its source"),
        "unknown-id": _error("what it points at is not there"),
        "unknown-placeholder": _error("there would be a hole in the sentence"),
        "malformed-placeholder": _error("the braces would be printed"),
        "placeholders-differ": _error("the languages would state different facts"),
        # --- who gets the brief ------------------------------------------------------------------
        "malformed-mailbox": _error("the message would go nowhere, or to somebody else"),
        "look-alike-letter": _error("it looks like one of the same word's alphabet, and is another"),
        "duplicate-mailbox": _error("one person would get the brief twice"),
        "similar-mailbox": Rule("warning", "one of the two may be a slip, or somebody else's"),
        "mailbox-not-allowed": _error("brief.toml does not allow to send there ([mail] allow)"),
        # --- sense -------------------------------------------------------------------------------
        "typed-number": _error("it would not change when the tables do; use a placeholder"),
        "rejected-spelling": _error("a name has one spelling a language"),
        "html-in-text": Rule("warning", "it is printed as it stands, never interpreted"),
        "wrong-conversion": _error("the two amounts are not one sum restated"),
        "same-currency-conversion": _error("a sum is restated in another currency, or it is another sum"),
        "self-reference": _error("a row cannot stand against itself"),
        "no-preferred-claim": _error("nobody has decided which of the contradicting claims is shown"),
        "two-preferred-claims": _error("contradicting claims would both be shown as true"),
        "contradicts-unpreferred": _error(
            "the contradiction would be shown against a claim that is not shown"
        ),
        "competing-headlines": Rule("warning", "two headline numbers for one thing would stand side by side"),
        "too-many-named": _error("the field would have more filled cells than were announced"),
        "no-reference-rate": _error("amounts could not be converted"),
        "two-reference-rates": _error("one sum would be converted to two amounts"),
        "daily-reference": _error("a rate of another day would convert the amounts of the event"),
        "ambiguous-sign": _error("a reader could not tell one currency from the other"),
        "unused-source": Rule("warning", "the list of sources would name what nothing rests on"),
        "unused-prose": Rule("warning", "nobody will read it"),
        "country-mismatch": _error("one country's prose would stand in another's section"),
        "repeated-country": _error("a country has one section"),
        "held-in-print": _error("what is held back is not printed, and no file inside the PDF has it"),
        "unlike-metrics": _error("unlike measures on one axis would be read as alike"),
        "wrong-number-of-marks": _error("so few are numerals and no figure, and too many cannot be read"),
        "unused-figure": Rule("notice", "this brief has no place or data for the figure, so it is left out"),
    }
)


def find(rule: str, location: Location, found: str, expected: str, *, why: str = "") -> Finding:
    """A finding of the rule named `rule`; `why` says more exactly than the table why it matters.

    Raises:
        KeyError: the rule is not in the table.
    """
    entry = RULES[rule]
    return Finding(entry.severity, rule, location, found, expected, why or entry.why)
