"""Numbers for charts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.charts import bar_chart

ROWS = [(2019, 2, "/?year_min=2019"), (2021, 4, "/?year_min=2021"), (2020, 1, "/?year_min=2020")]


def chart(rows=ROWS, width=150, height=100):
    return bar_chart(rows, width, height)


def test_no_rows_give_no_chart():
    assert chart([]) is None


def test_bars_stand_in_the_order_of_the_years():
    assert [(bar.label, bar.count, bar.url) for bar in chart().bars] == [
        ("2019", 2, "/?year_min=2019"),
        ("2020", 1, "/?year_min=2020"),
        ("2021", 4, "/?year_min=2021"),
    ]


def test_a_year_without_papers_is_a_bar_of_no_height():
    bars = chart([(2019, 2, "a"), (2021, 1, "b")]).bars
    assert [(bar.label, bar.count, bar.url, bar.height) for bar in bars][1] == ("2020", 0, "", 0)


def test_the_heights_are_in_proportion_and_the_highest_leaves_room_for_its_count():
    bars = chart().bars
    assert [bar.height for bar in bars] == [35, 17.5, 70]
    assert [bar.y for bar in bars] == [49, 66.5, 14]
    assert [bar.count_y for bar in bars] == [45, 62.5, 10]


def test_bars_and_labels_share_the_width():
    bars = chart().bars
    assert [bar.x for bar in bars] == [7, 57, 107]
    assert [bar.width for bar in bars] == [36, 36, 36]
    assert [bar.label_x for bar in bars] == [25, 75, 125]
    assert [bar.label_y for bar in bars] == [97, 97, 97]


def test_the_chart_says_its_size_and_where_the_bars_stand():
    drawn = chart()
    assert (drawn.width, drawn.height, drawn.baseline) == (150, 100, 84)


def test_a_single_bar_is_no_wider_than_others_are():
    assert chart([(2019, 1, "")], width=600).bars[0].width == 40.32


def test_one_paper_beside_thousands_can_be_seen():
    assert chart([(2019, 1, ""), (2020, 5000, "")]).bars[0].height == 2


def test_rows_of_zeros_are_drawn():
    assert [bar.height for bar in chart([("a", 0, ""), ("b", 0, "")]).bars] == [0, 0]


def test_other_labels_than_years_keep_their_order():
    assert [bar.label for bar in chart([("novelty", 1, ""), ("data", 2, "")]).bars] == ["novelty", "data"]


def test_labels_that_would_touch_are_left_out_but_for_every_second_and_the_last():
    bars = chart([(year, 1, "") for year in range(2000, 2006)], width=120).bars
    assert [bar.label for bar in bars if bar.shows_label] == ["2001", "2003", "2005"]


def test_years_a_century_apart_are_not_filled_in():
    assert [bar.label for bar in chart([(1843, 1, ""), (2019, 1, "")]).bars] == ["1843", "2019"]


@given(
    st.lists(st.tuples(st.integers(1000, 2199), st.integers(0, 10**6), st.just("")), min_size=1, max_size=120),
    st.integers(100, 2000),
    st.integers(60, 600),
)
def test_every_bar_lies_within_the_chart(rows, width, height):
    drawn = bar_chart(rows, width, height)
    for bar in drawn.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= width + 0.02
        assert bar.count_y >= 0
        assert bar.y + bar.height == pytest.approx(drawn.baseline, abs=0.02)
    assert drawn.bars[-1].shows_label


def test_few_bars_make_a_narrow_chart():
    assert chart([(2019, 1, "")], width=600).width == 56
