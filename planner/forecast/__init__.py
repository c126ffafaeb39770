"""Will they be done by the deadline? The evaluation that offices made on paper, at the rate they record now.

    recorded = min(total, rate a working day * working days)
    rate a working day = rate a month * months / working days of these months

A monthly rate is recorded on the days on which offices are open, so it is spread over those of the months in
which it was counted. May 2018 in Nusa Tenggara Timur: 139,000 people in the population database not recorded,
31,081 recorded in an average month from January to April, the election on 27 June.

>>> from datetime import date
>>> may = forecast(139_000, 31_081, date(2018, 5, 2), date(2018, 6, 27))
>>> may.working_days, may.average.working_days, may.recorded, f"{may.share:.1%}"
(29, 83, 43439, '31.3%')
>>> may.days, may.by_calendar_days
(57, 58205)
"""

from planner.forecast.days import OfficeDays
from planner.forecast.reckoning import Average, Forecast, Together, forecast, kit_days

__all__ = ["Average", "Forecast", "OfficeDays", "Together", "forecast", "kit_days"]
