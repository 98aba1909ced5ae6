"""Train the encoder to read names, on prepared sentences; `tools/train_encoder.py` calls it.

    python tools/encoder_names.py FOLDER

FOLDER holds `shape.json` (see `Shape`), `plan.json` (see `Plan`), `vocabulary.json` and `sentences.npz`; `network.pt`
and `encoder.onnx` are written into it. What reads speech is untrained in them.
"""

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder_network import (
    CASINGS,
    ENTITIES,
    PARTS,
    PIECES,
    Network,
    Shape,
    export,
    load_network,
    read_json,
)
from torch import nn
from torch.nn import functional

Batch = tuple[torch.Tensor, torch.Tensor]

# Of the rows of `sentences.npz` the one behind those that the network reads: what is read by all layers.
DEEP = 6
NOT_A_HEAD = -100


@dataclass(frozen=True)
class Plan:
    """How the network is trained; the defaults are those of the file that is installed."""

    lettered: tuple[int, ...]  # casings of words with letters
    title: int  # the casing that they have in a headline: Every Word So, or EVERY WORD SO
    upper: int
    mask: int  # id of the piece that hides another
    window: int  # word pieces of the longest window
    notes: dict[str, str]  # kept in the file for those who read it
    epochs: int = 3
    tokens: int = 4_096  # of a batch
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm: float = 0.08  # of all steps
    alone: float = 0.5  # of the sentences are read without company
    unopinionated: float = 0.15  # of the windows are read without parts of speech and entity tags
    without_entities: float = 0.15  # of the others without entity tags
    headlines: float = 0.06  # of the windows are read as if printed in capitals
    hidden: float = 0.04  # of the word pieces are hidden
    seed: int = 1


class Sentences:
    """The prepared sentences: their rows, the tag of each word's first piece, and what may stand beside them."""

    def __init__(self, file: Path) -> None:
        held = np.load(file)
        self.rows, self.tags, self.bounds = held["rows"], held["tags"], held["bounds"]
        # Sentences of one group may share a window: in their order where it is an article's, else in any.
        self.groups, self.ordered, self.copies = held["groups"], held["ordered"], held["copies"]

    def windows(self, plan: Plan, chance: random.Random) -> list[list[int]]:
        """Every sentence once a copy, alone or with others of its group."""
        members: dict[int, list[int]] = {}
        for number, group in enumerate(self.groups.tolist()):
            members.setdefault(group, []).append(number)
        found = []
        for group in members.values():
            for _ in range(int(self.copies[group[0]])):
                if not self.ordered[group[0]]:
                    chance.shuffle(group)
                found += self._pack(group, plan, chance)
        return found

    def _pack(self, group: list[int], plan: Plan, chance: random.Random) -> list[list[int]]:
        found: list[list[int]] = []
        room = 0
        for number in group:
            length = int(self.bounds[number + 1] - self.bounds[number])
            if found and length <= room:
                found[-1].append(number)
                room -= length
            else:
                found.append([number])
                most = plan.window - 2
                room = 0 if chance.random() < plan.alone else chance.randint(length, max(length, most)) - length
        return found

    def batch(self, windows: list[list[int]], ends: tuple[int, int], plan: Plan, chance: random.Random) -> Batch:
        """Rows (7, windows, pieces) and tags (windows, pieces) of the windows, with the changes that the plan asks."""
        lengths = [sum(int(self.bounds[n + 1] - self.bounds[n]) for n in window) + 2 for window in windows]
        rows = np.zeros((DEEP + 1, len(windows), max(lengths)), dtype=np.int64)
        tags = np.full((len(windows), max(lengths)), NOT_A_HEAD, dtype=np.int64)
        for i, (window, length) in enumerate(zip(windows, lengths, strict=True)):
            own = np.concatenate([self.rows[:, self.bounds[n] : self.bounds[n + 1]] for n in window], axis=1)
            rows[:, i, 1 : length - 1] = self._change(own.astype(np.int64), plan, chance)
            rows[PIECES, i, 0], rows[PIECES, i, length - 1] = ends
            tags[i, 1 : length - 1] = np.concatenate([self.tags[self.bounds[n] : self.bounds[n + 1]] for n in window])
        return torch.from_numpy(rows), torch.from_numpy(tags)

    @staticmethod
    def _change(rows: np.ndarray, plan: Plan, chance: random.Random) -> np.ndarray:
        draw = chance.random()
        if draw < plan.headlines:  # what spaCy thinks of the text as it stood says nothing of it in capitals
            headline = plan.title if chance.random() < 0.6 else plan.upper
            rows[CASINGS] = np.where(np.isin(rows[CASINGS], plan.lettered), headline, rows[CASINGS])
            rows[ENTITIES], rows[PARTS] = 0, 0
            rows[DEEP] = np.isin(rows[CASINGS], plan.lettered)
        elif draw < plan.headlines + plan.unopinionated:
            rows[ENTITIES], rows[PARTS] = 0, 0
        elif chance.random() < plan.without_entities:
            rows[ENTITIES] = 0
        hidden = np.array([chance.random() < plan.hidden for _ in range(rows.shape[1])])
        rows[PIECES] = np.where(hidden, plan.mask, rows[PIECES])
        return rows


def train(network: Network, sentences: Sentences, ends: tuple[int, int], plan: Plan) -> None:
    """Train in place; prints the loss once a while."""
    chance = random.Random(plan.seed)
    epochs = [_batches(sentences, plan, chance) for _ in range(plan.epochs)]
    total = sum(len(batches) for batches in epochs)
    new = [*network.opinions.parameters(), *network.head.parameters()]
    known = {id(parameter) for parameter in new}
    speech = {id(parameter) for parameter in network.branch.parameters()}
    old = [parameter for parameter in network.parameters() if id(parameter) not in known | speech]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": plan.rate}, {"params": new, "lr": plan.head_rate}], weight_decay=0.01
    )
    warm = max(1, round(plan.warm * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (total - step) / max(1, total - warm))
    )
    network.train()
    began, mean = time.time(), 0.0
    for step, windows in enumerate((batch for batches in epochs for batch in batches), start=1):
        rows, tags = sentences.batch(windows, ends, plan, chance)
        mask = (rows[PIECES] > 0)[:, None, None, :]
        hidden = network.read_names(rows, rows[DEEP] > 0, mask)
        heads = (tags != NOT_A_HEAD) & (rows[DEEP] > 0)
        loss = functional.cross_entropy(network.head(hidden[heads]), tags[heads])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean += (float(loss.detach()) - mean) * max(0.02, 1 / step)
        if step % 25 == 0:
            print(f"step {step} of {total}, loss {mean:.4f}, {time.time() - began:.0f} s", flush=True)


def _batches(sentences: Sentences, plan: Plan, chance: random.Random) -> list[list[list[int]]]:
    windows = sentences.windows(plan, chance)
    lengths = [sum(int(sentences.bounds[n + 1] - sentences.bounds[n]) for n in w) + 2 for w in windows]
    order = sorted(range(len(windows)), key=lambda i: lengths[i] + chance.random() * 4)
    batches: list[list[list[int]]] = [[]]
    for i in order:
        if (len(batches[-1]) + 1) * lengths[i] > plan.tokens:
            batches.append([])
        batches[-1].append(windows[i])
    chance.shuffle(batches)
    return batches


def main() -> None:
    """Train what FOLDER asks for and write `encoder.onnx` beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    folder, threads = (arguments := parser.parse_args()).folder, arguments.threads
    torch.set_num_threads(threads)
    shape, plan = read_json(folder / "shape.json", Shape), read_json(folder / "plan.json", Plan)
    vocabulary = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    torch.manual_seed(plan.seed)
    network = load_network(shape, vocabulary)
    sentences = Sentences(folder / "sentences.npz")
    train(network, sentences, (vocabulary.index("[CLS]"), vocabulary.index("[SEP]")), plan)
    torch.save(network.state_dict(), folder / "network.pt")
    export(network, folder / "encoder.onnx", plan.notes | {"vocabulary": json.dumps(vocabulary, ensure_ascii=False)})


if __name__ == "__main__":
    main()
