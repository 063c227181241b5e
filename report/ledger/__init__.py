"""Deliveries → one row for each edition and recipient, on disk before anything happens that cannot be undone.

What makes "once to each" true is the order of things. A row becomes `sending` before a message is begun,
and is marked as handed over before its last line goes out (after it the server may have the message,
RFC 5321, 4.1.1.4). So whatever kills the sender, the next one knows: not handed over, it can be sent;
handed over without an answer, nobody knows, and it stands as `unknown` until a person says.
"""

from __future__ import annotations

from report.ledger.book import Ledger

__all__ = ["Ledger"]
