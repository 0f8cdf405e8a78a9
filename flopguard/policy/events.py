"""The events that a manifest can state the day of, so that a deadline can be counted from them."""

from __future__ import annotations

EVENTS = ("known_in_advance", "crossed", "released")
