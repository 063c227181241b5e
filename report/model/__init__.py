"""The nouns that pass between the rooms: frozen, with units and meanings, without input or output.

`load` gives a `Material`, `check` a `Brief`, `compare` `Changes`, `draw` a `Figure`, `compose` a
`Section`, `render` a `Fragment`. A number is a `Decimal` with a unit; money also has an ISO 4217
currency and a qualifier. A text is `Words`: one wording a language, keyed by the language's code.
"""

from __future__ import annotations

from report.model.brief import Brief, Vocabulary
from report.model.changes import (
    Change,
    ChangeKind,
    Changes,
    Difference,
    Direction,
    Reason,
    Significance,
    Subject,
    Verdict,
    rate_id,
    statement_id,
)
from report.model.delivery import Attempt, Delivery, MailingList, Message, Receipt, Recipient, Status
from report.model.editions import Edition, EditionFile, Origin, Release, State
from report.model.facts import (
    Claim,
    Document,
    Event,
    EventKind,
    Evidence,
    Place,
    Proposal,
    ProposalKind,
    Rate,
    Scope,
    Source,
    Term,
    Use,
)
from report.model.issue import Issue, Replaced
from report.model.material import Material, Node, Row, Table
from report.model.pages import (
    Density,
    Enclosure,
    Figure,
    Fragment,
    Furniture,
    Made,
    Metadata,
    PageText,
    Relationship,
    Section,
    SectionKind,
    Version,
)
from report.model.pulls import Provenance, Pulled, PullOutcome, Staleness
from report.model.quantities import Count, Money, PartialDate, Period, Qualifier, Unit
from report.model.texts import Block, ChartSpec, Country, Statement
from report.model.words import Words

__all__ = [
    "Attempt",
    "Block",
    "Brief",
    "Change",
    "ChangeKind",
    "Changes",
    "ChartSpec",
    "Claim",
    "Count",
    "Country",
    "Delivery",
    "Density",
    "Difference",
    "Direction",
    "Document",
    "Edition",
    "EditionFile",
    "Enclosure",
    "Event",
    "EventKind",
    "Evidence",
    "Figure",
    "Fragment",
    "Furniture",
    "Issue",
    "Made",
    "MailingList",
    "Material",
    "Message",
    "Metadata",
    "Money",
    "Node",
    "Origin",
    "PageText",
    "PartialDate",
    "Period",
    "Place",
    "Proposal",
    "ProposalKind",
    "Provenance",
    "PullOutcome",
    "Pulled",
    "Qualifier",
    "Rate",
    "Reason",
    "Receipt",
    "Recipient",
    "Relationship",
    "Release",
    "Replaced",
    "Row",
    "Scope",
    "Section",
    "SectionKind",
    "Significance",
    "Source",
    "Staleness",
    "State",
    "Statement",
    "Status",
    "Subject",
    "Table",
    "Term",
    "Unit",
    "Use",
    "Verdict",
    "Version",
    "Vocabulary",
    "Words",
    "rate_id",
    "statement_id",
]
