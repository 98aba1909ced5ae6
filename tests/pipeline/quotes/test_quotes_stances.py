from collections import Counter
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.quotes.grammar import read_grammar
from dashboard.pipeline.quotes.stances import STANCE_OF, find_stance
from dashboard.tables.contract import STANCES

Build = Callable[..., Doc]

# Invented sentences with their stance; the cue stands between asterisks. "None": it was left open.
ANNOTATED = """
    says: The minister *said* that the dam would hold.
    says: The clinic *announced* a second ward for spring.
    says: According *to* the port, two ferries were late.
    says: The mayor *told* reporters that the road was open.
    says: She *confirmed* that the train had left.
    says: "We start at noon," the coach *added*.
    says: He *called* the bridge a triumph.
    says: The survey *found* that rents had doubled.
    says: The guide *explained* how the lock worked.
    says: They did not *deny* that the files were lost.
    says: The bank would neither confirm nor *deny* the merger.
    says: The senator *noted* that the bill had passed.
    says: The firm *suggested* that sales would recover.
    says: Her *statement* that the plan was sound surprised nobody.
    None: No group *claimed* responsibility for the fire.
    None: Nobody *claimed* the prize.
    denies: The minister *denied* that the talks had failed.
    denies: The firm *denied* any link to the spill.
    denies: The mayor *rejected* the charge that he had lied.
    denies: The company *dismissed* reports that it would close.
    denies: He *disputed* that the fire was set on purpose.
    denies: The army *refuted* claims of a retreat.
    denies: The governor *ruled* out a second vote.
    denies: His *denial* that he had met them came late.
    denies: She did not *say* that the dam would break, as the paper had reported.
    denies: The coach never *said* that he would resign.
    denies: The ministry *disavowed* the letter.
    denies: The party *contradicted* the report that it was broke.
    claims: The rebels *claimed* that they had taken the hill.
    claims: The lawsuit *alleges* that the firm hid the leak.
    claims: The union *maintains* that the pay is too low.
    claims: He *insists* that the map is genuine.
    claims: The brothers *asserted* that the land was theirs.
    claims: The group *claimed* responsibility for the blast.
    claims: His *claim* that the well was dry proved wrong.
    claims: She *contends* that the count was fair.
    claims: The driver *purported* to know the way.
    claims: The firm *boasted* that its boats never sank.
    claims: The *allegation* that he had cheated was false.
    warns: The mayor *warned* that the river would rise.
    warns: Doctors *warned* of a shortage of beds.
    warns: The union *threatened* to strike on Monday.
    warns: The agency *cautioned* against travel to the coast.
    warns: Villagers *fear* that the dam will break.
    warns: The bank *warned* investors that profits would fall.
    warns: Her *warning* that the ice was thin went unheard.
    warns: Residents *worry* that the mine will reopen.
    warns: The coach is *concerned* that the pitch is too wet.
    demands: The union *demanded* that the board resign.
    demands: The mayor *urged* residents to stay at home.
    demands: She *called* for an inquiry into the fire.
    demands: He *called* on the council to act.
    demands: The judge *ordered* the firm to pay.
    demands: The envoy *asked* both sides to stop firing.
    demands: The group *appealed* for blankets and food.
    demands: The king *insisted* on a second hearing.
    demands: The students *pressed* the dean to apologise.
    demands: The ministry *told* villagers to leave their homes.
    demands: The *demand* that the mine be closed was ignored.
    demands: The party is *calling* for some of its members to step down.
    demands: The bishop *begged* them to stay.
    promises: The mayor *promised* to rebuild the bridge.
    promises: The army *vowed* that it would hold the town.
    promises: The firm *pledged* ten new ferries.
    promises: She *swore* to return the money.
    promises: The coach *assured* fans that he would stay.
    promises: His *promise* that taxes would fall was kept.
    promises: The bank *guaranteed* that savings were safe.
    promises: The party is *committed* to free schools.
    asks: The reporter *asked* whether the road was open.
    asks: The judge *asked* why the files were lost.
    asks: "Who pays for it?" the senator *asked*.
    asks: Residents *wonder* when the water will return.
    asks: The panel *questioned* whether the map was right.
    asks: The *question* of who had signed was left open.
    asks: He *inquired* about the late train.
    asks: The actor was *asked* if he would sing.
    accuses: The minister *accused* the rebels of shelling the port.
    accuses: The union *blamed* the board for the loss.
    accuses: The council *condemned* the attack on the mosque.
    accuses: The paper *criticised* the plan as too slow.
    accuses: The mayor *slammed* the decision.
    accuses: Prosecutors *charged* that he had taken bribes.
    accuses: The group *denounced* the arrest of the singer.
    accuses: The *accusation* that he had sold the maps was new.
    accuses: She *faulted* the agency for the delay.
    accuses: The firm was *accused* of hiding the leak.
    accuses: The envoy *blasted* the vote as a farce.
    says: "I never met him," the actor *said*.
    says: The clerk not only *said* that the map was lost.
    says: They did not *rule* out a strike.
    says: He *pressed* the button, she said.
    claims: She does not track or count them and has *maintained* that they are few.
    says: He did not name a rival but *told* the crowd that the vote was close.
    denies: She does not *believe* that the plan will work.
    denies: He did not *claim* that he had won.
    claims: On Monday the mayor *insisted* that the road was open.
    None: The clerk did not *know* that the map was lost.
    None: The mayor did not *say* whether the road was open.
    None: The firm would not *say* when the ferry would sail.
    None: The spokesman *declined* to comment on the map.
    None: The spokesman refused to *say* who had signed.
    None: The bank did not *comment* on the merger.
"""

# "He …", in rows as `build_doc` reads them; the cue is word 1.
SENTENCES = {
    "said VERB ROOT 1": "says",
    "denied VERB ROOT 1": "denies",
    "claimed VERB ROOT 1": "claims",
    "warned VERB ROOT 1": "warns",
    "urged VERB ROOT 1": "demands",
    "vowed VERB ROOT 1": "promises",
    "accused VERB ROOT 1": "accuses",
    "asked VERB ROOT 1 | whether SCONJ mark 4 | they PRON nsubj 4 | left VERB ccomp 1": "asks",
    "asked VERB ROOT 1 | them PRON nsubj 4 | to PART aux 4 | leave VERB xcomp 1": "demands",
    "asked VERB ROOT 1 | for ADP prep 1 | help NOUN pobj 2": "demands",
    "call VERB ROOT 1 | for ADP prep 1 | calm NOUN pobj 2": "demands",
    "call VERB ROOT 1 | it PRON nsubj 4 | a DET det 4 | lie NOUN oprd 1": "says",
    "insist VERB ROOT 1 | they PRON nsubj 3 | left VERB ccomp 1": "claims",
    "insist VERB ROOT 1 | on ADP prep 1 | answers NOUN pobj 2": "demands",
    "rule VERB ROOT 1 | out ADP prt 1 | talks NOUN dobj 1": "denies",
    "denied VERB ROOT 1 | not PART neg 1": "says",
    "vowed VERB ROOT 1 | not PART neg 1": "says",
    "deny VERB xcomp 3 | it PRON dobj 1 | refuse VERB ROOT 3": "says",
}


@pytest.mark.parametrize(("rows", "stance"), SENTENCES.items())
def test_a_stance_is_that_of_the_cue_and_of_what_it_governs(build_doc: Build, rows: str, stance: str) -> None:
    g = read_grammar(build_doc("\n".join(["He PRON nsubj 1", *rows.split(" | ")])))
    assert find_stance(g, 1) == stance


def test_every_stance_of_the_contract_has_its_words_and_its_sentence() -> None:
    assert set(STANCE_OF.values()) == set(STANCES) - {"says"}
    assert set(SENTENCES.values()) == set(STANCES)


@pytest.mark.model
def test_the_stances_of_annotated_sentences() -> None:
    nlp = load_model()
    wrong = []
    for line in ANNOTATED.strip().splitlines():
        stance, marked = line.strip().split(": ", 1)
        g = read_grammar(nlp(marked.replace("*", "")))
        found = find_stance(g, g.starts.index(marked.index("*")))
        if str(found) != stance:
            wrong.append((marked, found))
    assert wrong == []


def test_every_stance_has_several_annotated_sentences() -> None:
    counts = Counter(line.strip().partition(": ")[0] for line in ANNOTATED.strip().splitlines())
    assert {stance for stance, count in counts.items() if count >= 5} == {*STANCES, "None"}
