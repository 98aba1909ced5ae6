"""Groups: armed groups and armies that an adjective names by way of their people or their arms.

Limits: the adjective stands right before the word ("a Haqqani leader", "Afghan and coalition forces"); a nation's
militants and rebels are no group of that name.
"""

import re
from collections import Counter

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors.article import Article
from dashboard.pipeline.actors.bodies import Body, identify
from dashboard.pipeline.actors.known import Actor
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Place

# What people or arms of a group are called by.
MEMBERS = re.compile(
    rf"[\s-]{lexicon.alternation(lexicon.words('group', 'fighter', 'member', 'weapon', 'armed_force'))}\b"
)
# A nation's soldiers, where those of another are named with them.
SOLDIERS = re.compile(r"\s(?:and|or)\s(?:[\w-]+\s){1,3}?(forces|troops|soldiers)\b")


def find_group(article: Article, mention: Mention) -> Actor | None:
    """The known armed group whose people or arms are named by a single word that is no name of it otherwise."""
    if " " in mention.surface or MEMBERS.match(article.text, mention.end) is None:
        return None
    return article.known.find_group(mention.surface, article.year)


def find_army(article: Article, mention: Mention, place: Place | None) -> Actor | None:
    """The army of the nation in "Afghan and coalition forces"."""
    soldiers = SOLDIERS.match(article.text, mention.end)
    if place is None or place.feature != "PCLI" or soldiers is None:
        return None
    name = f"{mention.surface} {soldiers.group(1)}"
    body = Body(Counter([name]), place.country_code, full={name})
    return identify(body, article.known, article.gazetteer, article.year)
