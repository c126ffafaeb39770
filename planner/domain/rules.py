"""What every plan has to keep, whatever the team."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's rules for plans.

    Parameters
    ----------
    clock_minutes
        A team arrives and leaves at whole multiples of this after the start of its day. Travel is rounded
        up to it, so what is planned can be done.
    """

    clock_minutes: int = 10
