"""What a measurement found, against what was wanted of it."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A figure in each round, most often a ratio, and the least or the most that its median may be."""

    what: str
    rounds: list[float]
    least: float = 0
    most: float = float("inf")

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.least <= statistics.median(self.rounds) <= self.most

    def __str__(self):
        target = f"at least {self.least:g}" if self.least else f"at most {self.most:g}"
        spread = f"{min(self.rounds):.2f} to {max(self.rounds):.2f}" if len(self.rounds) > 1 else "one round"
        median = statistics.median(self.rounds)
        return f"{self.what:<64}{median:>8.2f}   {spread:<18}{target:<14}{'' if self.is_met else 'MISSED'}"
