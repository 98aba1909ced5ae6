"""Train the encoder to read speech, on prepared articles; `tools/train_speech.py` calls it.

    python tools/encoder_speech.py FOLDER --names NETWORK [--from NETWORK [--average]]

FOLDER holds `shape.json`, `plan.json` (see `Plan`), `vocabulary.json` and `articles.npz`; `network.pt` and
`encoder.onnx` are written into it. NETWORK is a `network.pt`: that of `--names` gives all that reads names, which stays
as it is, and that of `--from` what reads speech, to go on with. Without it training begins with MiniLM-L6. With
`--average` the weights are the mean of those before and after: it errs less than either on articles that neither has
learned from (Izmailov et al. 2018, "Averaging weights leads to wider optima and better generalization").
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder_network import (
    DEPENDENCIES,
    DEPTHS,
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


@dataclass(frozen=True)
class Plan:
    """How the network is trained; the defaults are those of the file that is installed."""

    mask: int  # id of the piece that hides another
    window: int  # word pieces of the longest window
    notes: dict[str, str]  # kept in the file for those who read it
    epochs: float = 8.0
    tokens: int = 2_048  # of a batch
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm: float = 0.08  # of all steps
    full: float = 0.7  # of the windows hold as many sentences as fit, the others fewer
    unparsed: float = 0.1  # of the windows are read without dependencies
    unopinionated: float = 0.1  # of the windows are read without parts of speech and entity tags
    hidden: float = 0.05  # of the word pieces are hidden
    marks: float = 2.0  # weight of the loss of a word; that of a cue's relations is `relations`
    relations: float = 0.1
    seed: int = 1


@dataclass(frozen=True)
class Window:
    """Sentences [first, last) of the set."""

    first: int
    last: int
    pieces: int


class Articles:
    """Prepared articles: pieces by sentence, words by their first pieces, and what is annotated of them.

    `pieces` and `words` say where each sentence begins in the rows, and in the columns of words; `heads` in which row
    the first piece of each word is. `marks` is (words, marks). `pairs` has a row for each relation of a cue to a word:
    cue, word, relation, in order of the cue; every cue is one of `cues`.
    """

    def __init__(self, file: Path) -> None:
        held = np.load(file)
        self.rows, self.heads, self.marks = held["rows"], held["heads"], held["marks"]
        self.pieces, self.words, self.articles = held["pieces"], held["words"], held["articles"]
        self.cues, self.pairs = held["cues"], held["pairs"]

    def windows(self, plan: Plan, chance: random.Random) -> list[Window]:
        """Every sentence once, with those that follow it in its article; a sentence longer than a window is cut."""
        found: list[Window] = []
        room = 0
        for n, article in enumerate(self.articles):
            length = int(self.pieces[n + 1] - self.pieces[n])
            is_same = bool(found) and self.articles[found[-1].first] == article
            if is_same and length <= room:
                found[-1] = Window(found[-1].first, n + 1, found[-1].pieces + length)
                room -= length
                continue
            length = min(length, plan.window - 2)
            found.append(Window(n, n + 1, length))
            most = plan.window - 2
            room = (most if chance.random() < plan.full else chance.randint(length, most)) - length
        return found

    def read(self, window: Window, ends: tuple[int, int], plan: Plan, chance: random.Random) -> np.ndarray:
        """The rows of the window between its end marks, with the changes that the plan asks."""
        start = int(self.pieces[window.first])
        own = self.rows[:, start : start + window.pieces].astype(np.int64)
        if chance.random() < plan.unparsed:
            own[DEPENDENCIES] = 0
        if chance.random() < plan.unopinionated:
            own[[ENTITIES, PARTS]] = 0
        hidden = np.array([chance.random() < plan.hidden for _ in range(own.shape[1])])
        own[PIECES] = np.where(hidden, plan.mask, own[PIECES])
        first, last = (np.array([[end], *[[0]] * (len(own) - 1)]) for end in ends)
        return np.concatenate([first, own, last], axis=1)

    def label(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Columns of the first pieces of its words, their marks, which of them are cues, and these cues' relations."""
        start, end = int(self.words[window.first]), int(self.words[window.last])
        columns = self.heads[start:end] - int(self.pieces[window.first]) + 1
        end = start + int(np.sum(columns <= window.pieces))  # what is cut off has no labels
        low, high = np.searchsorted(self.cues, (start, end))
        cues = self.cues[low:high]
        relations = np.zeros((len(cues), end - start, self.pairs_width), dtype=np.float32)
        low, high = np.searchsorted(self.pairs[:, 0], (start, end))
        pairs = self.pairs[low:high]
        pairs = pairs[(pairs[:, 1] >= start) & (pairs[:, 1] < end)]
        relations[np.searchsorted(cues, pairs[:, 0]), pairs[:, 1] - start, pairs[:, 2]] = 1
        return columns[: end - start], self.marks[start:end].astype(np.float32), cues - start, relations

    @property
    def pairs_width(self) -> int:
        """How many relations there are."""
        return int(self.pairs[:, 2].max()) + 1


def set_priors(network: Network, articles: Articles) -> None:
    """Let the untrained heads say what is true of the words of the set on average."""
    rates = torch.tensor(articles.marks.mean(axis=0), dtype=torch.float32)
    network.branch.marks.bias.data.copy_(torch.logit(rates))
    counts = np.bincount(articles.pairs[:, 2], minlength=articles.pairs_width)
    around = articles.marks.shape[0] / len(np.unique(articles.articles)) / 4  # words of a window, roughly
    rates = torch.tensor(counts / len(articles.cues) / around, dtype=torch.float32)
    network.branch.distances.weight.data[:] = torch.logit(rates.clamp(1e-3, 0.5))


def train(network: Network, articles: Articles, ends: tuple[int, int], plan: Plan) -> None:
    """Train what reads speech in place; prints the loss once a while."""
    chance = random.Random(plan.seed)
    batches = list(_batches(articles, plan, chance))
    branch, total = network.branch, len(batches)
    new = [each for part in (branch.opinions, branch.marks, branch.cues, branch.others, branch.distances)
           for each in part.parameters()]  # fmt: skip
    groups = [{"params": branch.layers.parameters(), "lr": plan.rate}, {"params": new, "lr": plan.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, round(plan.warm * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (total - step) / max(1, total - warm))
    )
    network.eval()  # what reads names stays as it is
    branch.train()
    began, mean = time.time(), np.zeros(2)
    for step, windows in enumerate(batches, start=1):
        losses = _lose(network, articles, windows, ends, plan, chance)
        optimizer.zero_grad()
        (plan.marks * losses[0] + plan.relations * losses[1]).backward()
        nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean += (np.array([float(loss.detach()) for loss in losses]) - mean) * max(0.02, 1 / step)
        if step % 50 == 0:
            spent = time.time() - began
            print(f"step {step} of {total}, losses {mean[0]:.4f} {mean[1]:.3f}, {spent:.0f} s", flush=True)


def _lose(
    network: Network,
    articles: Articles,
    windows: list[Window],
    ends: tuple[int, int],
    plan: Plan,
    chance: random.Random,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The loss a word of its marks, and the loss a cue of its relations."""
    branch = network.branch
    read = [articles.read(window, ends, plan, chance) for window in windows]
    rows = np.zeros((len(read[0]), len(read), max(each.shape[1] for each in read)), dtype=np.int64)
    for i, each in enumerate(read):
        rows[:, i, : each.shape[1]] = each
    given = torch.from_numpy(rows)
    mask = (given[PIECES] > 0)[:, None, None, :]
    with torch.no_grad():
        first = network.read_first(given, mask)
    hidden = branch(first, (given[DEPTHS], given[DEPENDENCIES]), mask)
    marks, relations, words, cues = torch.zeros(()), torch.zeros(()), 0, 0
    for i, window in enumerate(windows):
        columns, truth, own, related = articles.label(window)
        states = hidden[i, torch.from_numpy(columns)]
        marks = marks + functional.binary_cross_entropy_with_logits(
            branch.marks(states), torch.from_numpy(truth), reduction="sum"
        )
        words += len(columns)
        if len(own):
            distances = torch.arange(len(columns))[None] - torch.from_numpy(own)[:, None]
            scores = branch.relate(states[own], states, distances)
            relations = relations + functional.binary_cross_entropy_with_logits(
                scores, torch.from_numpy(related), reduction="sum"
            )
            cues += len(own)
    return marks / words, relations / max(cues, 1)


def _batches(articles: Articles, plan: Plan, chance: random.Random) -> Iterator[list[Window]]:
    """The batches of all epochs, each of windows about as long; of the last epoch as many as the plan asks."""
    left = plan.epochs
    while left > 0:
        windows = articles.windows(plan, chance)
        batches: list[list[Window]] = [[]]
        for window in sorted(windows, key=lambda window: window.pieces + chance.random() * 8):
            if (len(batches[-1]) + 1) * (window.pieces + 2) > plan.tokens:
                batches.append([])
            batches[-1].append(window)
        chance.shuffle(batches)
        yield from batches[: round(len(batches) * min(left, 1.0))]
        left -= 1


def main() -> None:
    """Train what FOLDER asks for and write `encoder.onnx` beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", type=Path, required=True, help="network.pt that reads names")
    parser.add_argument("--from", type=Path, dest="begun", help="network.pt that reads speech, to go on with")
    parser.add_argument("--average", action="store_true", help="keep the mean of the weights before and after")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    folder = arguments.folder
    torch.set_num_threads(arguments.threads)
    shape, plan = read_json(folder / "shape.json", Shape), read_json(folder / "plan.json", Plan)
    vocabulary = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    torch.manual_seed(plan.seed)
    network = load_network(shape, vocabulary)
    articles = Articles(folder / "articles.npz")
    names = torch.load(arguments.names)
    own = {name: state for name, state in network.state_dict().items() if name.startswith("branch.")}
    network.load_state_dict({**names, **own})
    set_priors(network, articles)
    before = {} if arguments.begun is None else _branch(torch.load(arguments.begun))
    network.load_state_dict({**network.state_dict(), **before})
    train(network, articles, (vocabulary.index("[CLS]"), vocabulary.index("[SEP]")), plan)
    if arguments.average:
        after = network.state_dict()
        network.load_state_dict({**after, **{name: (state + after[name]) / 2 for name, state in before.items()}})
    torch.save(network.state_dict(), folder / "network.pt")
    export(network, folder / "encoder.onnx", plan.notes | {"vocabulary": json.dumps(vocabulary, ensure_ascii=False)})


def _branch(states: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: state for name, state in states.items() if name.startswith("branch.")}


if __name__ == "__main__":
    main()
