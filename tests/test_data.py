"""The data of this brief → the laws of data/README.md that no rule of `check` can know."""

from __future__ import annotations

from report.model import Brief, Evidence, Money, Scope


def _yen(brief: Brief, key: str) -> int:
    """The amount of a document or claim, in whole yen."""
    value = brief.documents[key].amount if key in brief.documents else brief.claims[key].value
    assert isinstance(value, Money)
    assert value.currency == "JPY"
    return int(value.amount)


def test_our_subtraction_is_right(own_brief: Brief) -> None:
    """What the notes give as left of the four Kyrgyz grants is their total less the three stated in yen."""
    left = _yen(own_brief, "kg-grants-total-jpy") - sum(
        _yen(own_brief, key) for key in ("KG-008", "KG-009", "KG-010")
    )
    assert left == 319_000_000
    for noted in (own_brief.claims["kg-grants-total-jpy"].note, own_brief.documents["KG-011"].note):
        assert "319 млн иен" in noted["ru"]
        assert "¥319 million" in noted["en"]


def test_a_digest_alone_is_a_report(own_brief: Brief) -> None:
    """A document that only digests of releases name is graded as reported."""
    digests = {key for key, it in own_brief.sources.items() if it.title["en"].startswith("Digest ")}
    assert digests
    only = [it for it in own_brief.documents.values() if digests.issuperset(it.sources)]
    assert only
    assert {it.evidence for it in only} == {Evidence.REPORTED}


def test_a_known_month_is_printed(own_brief: Brief) -> None:
    """Every document has its month at least, but the one that is only inferred."""
    undated = {key for key, it in own_brief.documents.items() if it.signed_on is None}
    assert undated == {key for key, it in own_brief.documents.items() if it.evidence is Evidence.INFERRED}


def test_what_is_said_of_all_related_papers_is_said_once(own_brief: Brief) -> None:
    """That related papers may not be among the announced stands above them, and in no note of theirs."""
    related = [it for it in own_brief.documents.values() if it.scope is Scope.RELATED]
    assert related
    assert not any("158" in text for it in related for text in it.note.values())
