"""The buttons of the box of days."""

from datetime import date

from dashboard.app.days import Preset, list_presets


def test_presets_count_back_from_the_newest_article() -> None:
    everything, week, month = list_presets((date(2011, 2, 2), date(2018, 3, 3)))
    assert everything == Preset("All days", None, None)
    assert week == Preset("Last 7 days", date(2018, 2, 25), date(2018, 3, 3))
    assert month == Preset("Last 30 days", date(2018, 2, 2), date(2018, 3, 3))
    assert list_presets(None) == [everything]
