"""facts.json: one canonical form of what may be printed, read back as it was written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as some

from report import facts
from report.errors import ArchiveError, Location
from report.model import Brief, Count, Unit, Use

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "facts.schema.json").read_text(encoding="utf-8"))
BRIEFS = ["own_brief", "sample_brief"]


@pytest.fixture(params=BRIEFS)
def brief(request: pytest.FixtureRequest) -> Brief:
    """Each brief at hand."""
    found: Brief = request.getfixturevalue(request.param)
    return found


def test_what_is_read_is_what_was_written(brief: Brief) -> None:
    """Reading facts.json gives the same nouns, but for what it leaves out on purpose."""
    read = facts.read(facts.write(brief))
    assert facts.write(read) == facts.write(brief)
    here = Location(facts.FILE)
    shown = facts.public(brief)
    placed = {
        key: replace(claim, location=here, sources=tuple(sorted(claim.sources)))
        for key, claim in shown.claims.items()
    }
    assert read.claims == placed
    assert {place.id: (place.longitude, place.latitude) for place in read.places.values()} == {
        place.id: (place.longitude, place.latitude) for place in brief.places.values()
    }
    assert {key: document.amount for key, document in read.documents.items()} == {
        key: document.amount for key, document in brief.documents.items()
    }
    assert not read.charts
    assert not read.findings


def test_the_order_and_the_spelling_of_rows_mean_nothing(brief: Brief) -> None:
    """Tables turned upside down, sources in another order, 19.0 for 19: the same bytes."""
    respelled = {
        key: replace(
            claim,
            sources=claim.sources[::-1],
            value=Count(claim.value.number * Decimal("1.000"), claim.value.unit, claim.value.qualifier)
            if isinstance(claim.value, Count)
            else claim.value,
        )
        for key, claim in reversed(list(brief.claims.items()))
    }
    turned = replace(
        brief,
        claims=respelled,
        documents=dict(reversed(list(brief.documents.items()))),
        sources=dict(reversed(list(brief.sources.items()))),
        rates=brief.rates[::-1],
    )
    assert [str(claim.value) for claim in turned.claims.values()] != [
        str(claim.value) for claim in brief.claims.values()
    ]
    assert facts.write(turned) == facts.write(brief)


def test_a_changed_meaning_changes_the_fingerprint(sample_brief: Brief) -> None:
    """A number, a qualifier, a word, a rate, a paragraph: whatever a page says is in the fingerprint."""
    claim = next(claim for claim in sample_brief.claims.values() if claim.use is not Use.HELD)
    document = next(iter(sample_brief.documents.values()))
    path, (block, *blocks) = next(iter(sample_brief.prose.items()))
    statement = replace(block.statements[0], text={"ru": "Иное.", "en": "Other."})
    changed = [
        sample_brief,
        replace(
            sample_brief,
            claims={
                **sample_brief.claims,
                claim.id: replace(claim, value=Count(Decimal(7), Unit.PROJECTS)),
            },
        ),
        replace(
            sample_brief,
            documents={
                **sample_brief.documents,
                document.id: replace(document, title={"ru": "А", "en": "A"}),
            },
        ),
        replace(
            sample_brief,
            rates=(
                replace(sample_brief.rates[0], rate=sample_brief.rates[0].rate + 1),
                *sample_brief.rates[1:],
            ),
        ),
        replace(
            sample_brief,
            prose={
                **sample_brief.prose,
                path: (replace(block, statements=(statement, *block.statements[1:])), *blocks),
            },
        ),
    ]
    assert len({facts.fingerprint(brief) for brief in changed}) == len(changed)


def test_what_is_held_back_leaves_no_trace(brief: Brief) -> None:
    """A claim of use `held` is not in the file, and changes nothing in it; nor does a link to one."""
    held = [claim for claim in brief.claims.values() if claim.use is Use.HELD]
    shown = next(claim for claim in brief.claims.values() if claim.use is not Use.HELD)
    assert held
    content = facts.write(brief).decode()
    for claim in held:
        assert json.dumps(claim.id) not in content
    assert "note_editor" not in content
    assert "reject" not in content
    without = replace(brief, claims={k: v for k, v in brief.claims.items() if v.use is not Use.HELD})
    assert facts.fingerprint(without) == facts.fingerprint(brief)
    linked = replace(brief, claims={**brief.claims, shown.id: replace(shown, contradicts=held[0].id)})
    unlinked = replace(brief, claims={**brief.claims, shown.id: replace(shown, contradicts="")})
    assert facts.write(linked) == facts.write(unlinked)


def test_the_file_keeps_its_schema(brief: Brief) -> None:
    """The published JSON Schema holds for the file, and refuses what must not be in it."""
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    tree = json.loads(facts.write(brief))
    validator.validate(tree)
    key = next(iter(tree["claims"]))
    for member, wrong in {"use": "held", "location": "data/figures.csv:2", "value": 19}.items():
        spoiled = tree | {"claims": {key: tree["claims"][key] | {member: wrong}}}
        assert not validator.is_valid(spoiled)


def test_the_fingerprint_can_be_taken_from_the_file(brief: Brief) -> None:
    """The printed code is the beginning of the file's own SHA-256, in two groups of four."""
    digest = hashlib.sha256(facts.write(brief)).hexdigest()
    assert facts.fingerprint(brief) == digest
    assert facts.code(brief).replace("-", "").lower() == digest[:8]


@given(some.decimals(allow_nan=False, allow_infinity=False, places=6), some.integers(0, 6))
def test_a_number_has_one_text(number: Decimal, zeros: int) -> None:
    """Its text gives the number back, and all spellings of one number have one text."""
    text = facts.decimal_text(number)
    assert Decimal(text) == number
    assert "E" not in text.upper()
    respelled = Decimal(f"{text}{'' if '.' in text else '.'}{'0' * zeros}")
    assert facts.decimal_text(respelled) == text


def _without(tree: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if name != key}


def test_what_is_no_facts_file_is_told_in_one_line(sample_brief: Brief) -> None:
    """Damage, another schema, a missing, unknown or wrongly typed member: one ArchiveError each."""
    content = facts.write(sample_brief)
    tree = json.loads(content)
    key = next(iter(tree["sources"]))
    source = tree["sources"][key]
    spoiled = [
        tree | {"schema": 2},
        _without(tree, "schema"),
        _without(tree, "claims"),
        tree | {"recipients": []},
        tree | {"sources": {key: source | {"number": "1"}}},
        tree | {"sources": {key: _without(source, "url")}},
        tree | {"rates": [tree["rates"][0] | {"rate": "much"}]},
        tree | {"claims": [1]},
        [],
    ]
    for content_ in (b"\xff", content[:-1], *(json.dumps(one).encode() for one in spoiled)):
        with pytest.raises(ArchiveError, match=r"facts\.json: ") as raised:
            facts.read(content_)
        assert "\n" not in str(raised.value)
