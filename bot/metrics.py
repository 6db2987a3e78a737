"""What Prometheus can ask for: counts only, never a text or a name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Counter

from handlers.model import Delivery
from nlp.verdict import Verdict


class Metrics:
    """Counters on one registry of their own."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.heard = Counter("linli_messages_heard", "Messages heard.", ["account"], registry=registry)
        self.verdicts = Counter("linli_verdicts", "Verdicts by kind.", ["kind"], registry=registry)
        self.finals = Counter(
            "linli_deliveries_final", "Deliveries sent or given up.", ["purpose"], registry=registry
        )

    def count_verdicts(self, classify: Callable[[str], Verdict]) -> Callable[[str], Verdict]:
        """`classify`, counted."""

        def counted(text: str) -> Verdict:
            verdict = classify(text)
            self.verdicts.labels(verdict.kind).inc()
            return verdict

        return counted

    def count_final(
        self, then: Callable[[Delivery], Awaitable[None]]
    ) -> Callable[[Delivery], Awaitable[None]]:
        """`then`, counted."""

        async def counted(delivery: Delivery) -> None:
            self.finals.labels(delivery.purpose.value).inc()
            await then(delivery)

        return counted
