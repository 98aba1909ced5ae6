"""Movements of invented sentences, as the whole pipeline reads them."""

import pytest

from dashboard.pipeline.annotate import annotate
from dashboard.pipeline.readings import Origin, read_doc

# A sentence, and its movements: kind, status, who, from where > to where.
ANNOTATED = """
    The army withdrew its troops from Hama to Homs on Monday.
      withdrawal reported | its troops | Hama > Homs
    The rebels withdrew from Aleppo.
      withdrawal reported | The rebels | Aleppo >
    The general ordered his soldiers to pull out of Mosul.
      withdrawal planned | his soldiers | Mosul >
    The rebels have not withdrawn from Aleppo.
      withdrawal denied | The rebels | Aleppo >
    Fighters left Homs, some heading to Latakia and others to Damascus.
      withdrawal reported | Fighters | Homs > Latakia
      withdrawal reported | Fighters | Homs > Damascus
    Thousands of civilians fled from Mosul and Tikrit to Erbil.
      flight reported | Thousands of civilians | Mosul > Erbil
      flight reported | Thousands of civilians | Tikrit > Erbil
    The president fled to Moscow.
      flight reported | The president | > Moscow
    Families fled the fighting in Aleppo.
      flight reported | Families | Aleppo >
    About 400 residents were evacuated from Mariupol to Zaporizhzhia.
      flight reported | About 400 residents | Mariupol > Zaporizhzhia
    Troops were moving into Damascus.
      advance reported | Troops | > Damascus
    The militia will advance on Tripoli, its leader said.
      advance planned | The militia | > Tripoli
    Soldiers tried to enter Khartoum.
    The army launched an attempt to advance on Raqqa.
    The ministry denied that its troops had entered Kabul.
      advance denied | its troops | > Kabul
    Reports that the army had left Aleppo were denied.
      withdrawal denied | the army | Aleppo >
    News of rebels entering Homs is unfounded.
      advance denied | rebels | > Homs
    Armed men entered Homs.
      advance reported | Armed men | > Homs
    Russia withdrew warships from Tripoli and Iran cleared its embassy.
      withdrawal reported | warships | Tripoli >
    The group moved some “elite forces” into Homs.
      deployment reported | some “elite forces” | > Homs
    The army’s withdrawal from Aleppo surprised them.
      withdrawal reported | The army | Aleppo >
    Their withdrawal from Aleppo surprised everybody.
      withdrawal reported | | Aleppo >
    France sent 300 soldiers to Mali.
      deployment reported | 300 soldiers | > Mali
    Reinforcements arrived in Kyiv from Lviv.
      deployment reported | Reinforcements | Lviv > Kyiv
    An aid convoy left Amman for Daraa.
      convoy reported | An aid convoy | Amman > Daraa
    Trucks carrying food entered Gaza on Tuesday.
      convoy reported | Trucks | > Gaza
    The agency delivered medicine to Taiz.
      convoy reported | medicine | > Taiz
    Russian warplanes bombed a market in Idlib.
      strike reported | Russian warplanes | > Idlib
    Air strikes hit the outskirts of Sanaa.
    Air strikes near Manbij killed ten people on Friday.
    Warplanes bombed a village outside Mosul.
    Air strikes hit a village southeast of Mosul.
    Air strikes hit the south of Mosul.
      strike reported | | > Mosul
    Air strikes in and around Aleppo killed ten people.
      strike reported | | > Aleppo
    Artillery shelled a market near the old bridge in Mosul.
      strike reported | Artillery | > Mosul
    Moscow carried out air strikes in support of the Damascus government.
    The air strikes hit the town of Tikrit, 140 kilometres from Baghdad.
      strike reported | | > Tikrit
    The militia fired rockets from Gaza at Ashkelon.
      strike reported | The militia | Gaza > Ashkelon
    The army carried out air strikes on Raqqa and Mosul.
      strike reported | The army | > Raqqa
      strike reported | The army | > Mosul
    Iraqi officials said that Baghdad had allowed in hundreds of soldiers.
      flight reported | hundreds of soldiers | > Iraqi
    Thousands have left Mosul for Erbil.
      flight reported | Thousands | Mosul > Erbil
    The convoy has yet to reach Aleppo.
      convoy denied | The convoy | > Aleppo
    The plan for the withdrawal of troops from Syria was shelved.
      withdrawal planned | troops | Syria >
    A wave of air raids hit Aleppo.
      strike reported | | > Aleppo
    Air strikes began at noon. The raids on Aleppo lasted for hours.
      strike reported | | > Aleppo
    The raids on Aleppo lasted for hours.
    The ministry condemned air strikes on Raqqa.
      strike reported | | > Raqqa
    At least 25 people were killed in air strikes by the Syrian government and Russia on Idlib, the White Helmets said.
      strike reported | the Syrian government and Russia | > Idlib
    The coalition halted its air strikes on Raqqa.
    Warplanes struck the Damascus suburb of Douma.
      strike reported | Warplanes | > Douma
    The minister travelled from Cairo to Paris for talks.
    The delegation left Geneva for Vienna.
    The bank withdrew its offer in London.
    The team advanced to the final in Madrid.
    The company moved its office from Boston to Denver.
    The workers went on strike in Lyon.
    A car bomb hit a market in Kabul.
    The army prevented the rebels from entering Homs.
    Will the troops withdraw from Aleppo?
    The road from Homs to Damascus is closed.
    The aid convoy was hit in Aleppo.
    The army began the evacuation of civilians from Aleppo.
      flight reported | civilians | Aleppo >
    Russian forces continue to advance on Donetsk.
      advance reported | Russian forces | > Donetsk
    Residents scrambled to leave Kabul.
      flight reported | Residents | Kabul >
    The troops had to leave Kabul.
      withdrawal reported | The troops | Kabul >
    Residents have to leave Kabul by Friday.
      flight planned | Residents | Kabul >
    Russia and Turkey reached a deal on the withdrawal of rebels from Aleppo.
      withdrawal planned | rebels | Aleppo >
    They agreed on a ceasefire and the withdrawal of troops from Donetsk.
      withdrawal planned | troops | Donetsk >
    The ceasefire agreement provides for the pullout of troops from Donetsk.
      withdrawal planned | troops | Donetsk >
    The planned withdrawal of troops from Mali was praised.
      withdrawal planned | troops | Mali >
    The evacuation of civilians from Mariupol was due to begin on Friday.
      flight planned | civilians | Mariupol >
    Parliament authorised sending troops to Mali.
      deployment planned | troops | > Mali
    Russia is considering sending troops to Libya.
      deployment planned | troops | > Libya
    There was no withdrawal of troops from Aleppo.
      withdrawal denied | troops | Aleppo >
    Talks resumed after the withdrawal of rebels from Aleppo.
      withdrawal reported | rebels | Aleppo >
    Talks on the withdrawal of foreign forces from Libya began in Geneva.
    The general discussed the deployment of troops to Poland.
    A possible deployment of troops to Mali was discussed.
    Ministers opposed the deployment of troops to Mali.
    Parliament voted against sending troops to Mali.
    The withdrawal of Russian troops from Donetsk would be a defeat.
    Concerns about rebels entering Homs grew.
    The rebels fear an army advance on Aleppo.
    Egypt allows Palestinians to leave Gaza for Sinai.
    The convoy will be allowed to enter Aleppo.
      convoy planned | The convoy | > Aleppo
    The army said it would not allow rebels to enter Aden.
    The family refused to flee Gaza.
    Residents were forbidden to leave Wuhan.
    Civilians were denied permission to leave Aleppo.
    Rebels may have withdrawn from Aleppo.
    The army would have entered Aleppo.
    The siege will end when troops leave Aleppo.
    Rebels entered Homs before troops withdrew from Hama.
      advance reported | Rebels | > Homs
      withdrawal reported | troops | Hama >
    The road is used by rebels to bring weapons into Aleppo.
    Fighters have retreated from large parts of Syria.
    Rebels reached the outskirts of a town in Iraq.
    Troops entered the territory of Ukraine on Thursday.
      advance reported | Troops | > Ukraine
    Refugees crossed into camps in Jordan.
      flight reported | Refugees | > Jordan
    Thousands fled the war in Syria.
      flight reported | Thousands | Syria >
    The army advanced to the north of Aleppo.
    Around 300 fighters and their families left Aleppo for Idlib.
      withdrawal reported | Around 300 fighters and their families | Aleppo > Idlib
    Hundreds of people who fled Raqqa last month are living in tents.
      flight reported | Hundreds of people | Raqqa >
    The offensive could send two million people fleeing towards Turkey.
    In exchange for the withdrawal of forces from Donetsk, Moscow offered a truce.
    The army’s chief of staff arrived in Aleppo.
    A plane carrying aid landed in Baghdad.
    Rockets landed in Haifa.
      strike reported | | > Haifa
    Ten people were killed in air strikes by government planes on Idlib.
      strike reported | government planes | > Idlib
    Ten people were killed in air strikes carried out by Russian jets on Idlib.
      strike reported | Russian jets | > Idlib
    The ministry made no mention of air strikes on Idlib.
    Activists accused the army of shelling Homs.
    Ten people were killed in an air raid on the town of Manbij in Aleppo province.
      strike reported | | > Manbij
    Suspected Russian air strikes hit a market in Aleppo.
      strike reported | | > Aleppo
    The air strikes on Aleppo were probably carried out by Russian jets.
      strike reported | | > Aleppo
    Ten people were killed in US-led coalition air strikes in Raqqa.
      strike reported | US-led coalition | > Raqqa
    Russian and government air strikes hit Aleppo on Friday.
      strike reported | Russian and government | > Aleppo
    At least 20 civilians were killed in intensifying air strikes on Aleppo.
      strike reported | | > Aleppo
    Smoke rises after AFP airstrikes on Sanaa.
      strike reported | | > Sanaa
"""


def read_annotated() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in ANNOTATED.strip("\n").splitlines():
        if line.startswith("      "):
            found[-1][1].append(line.strip())
        else:
            found.append((line.strip(), []))
    return found


@pytest.mark.model
def test_the_movements_of_annotated_sentences() -> None:
    annotated = read_annotated()
    wrong = []
    for (text, expected), doc in zip(annotated, annotate([text for text, _ in annotated]), strict=True):
        found = []
        for each in read_doc(None, None, Origin(), doc).movements:
            who = "" if each.who is None else text[slice(*each.who)] + " "
            ends = ["" if end is None else text[end.start : end.end] for end in (each.origin, each.goal)]
            found.append(" ".join(f"{each.kind} {each.status} | {who}| {ends[0]} > {ends[1]}".split()))
        if sorted(found) != sorted(expected):
            wrong.append((text, found))
    assert wrong == []
