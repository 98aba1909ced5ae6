"""The encoder's network: built on MiniLM-L6, trained on prepared windows, written as one ONNX file in int8.

`tools/train_encoder.py` calls it, under a Python that has PyTorch, onnx and safetensors:

    python tools/encoder_network.py FOLDER

FOLDER holds `vocabulary.json`, `plan.json` (see `Plan`) and `sentences.npz`; `encoder.onnx` is written into it.
Nothing of Dateline is imported, so that Python may be another than that of the project.
"""

import argparse
import json
import math
import random
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

Batch = tuple[torch.Tensor, torch.Tensor]
Weights = dict[str, torch.Tensor]

WIDTH, HEADS, EPSILON = 384, 12, 1e-12
PIECES, CASINGS, ENTITIES, PARTS, DEEP = range(5)
NOT_A_HEAD = -100


@dataclass(frozen=True)
class Plan:
    """How the network is made and trained; the defaults are those of the file that is installed."""

    base: str  # folder with model.safetensors and vocab.txt of MiniLM-L6
    tags: int  # classes of a word
    sizes: tuple[int, int, int]  # how many casings, entity tags and parts of speech there are
    window: int  # word pieces of the longest window
    lettered: tuple[int, ...]  # casings of words with letters
    title: int  # the casing that they have in a headline: Every Word So, or EVERY WORD SO
    upper: int
    mask: int  # id of the piece that hides another
    notes: dict[str, str]  # kept in the file for those who read it
    layers: int = 4
    epochs: int = 3
    tokens: int = 4_096  # of a batch
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm: float = 0.08  # of all steps
    dropout: float = 0.1
    alone: float = 0.5  # of the sentences are read without company
    unopinionated: float = 0.15  # of the windows are read without parts of speech and entity tags
    without_entities: float = 0.15  # of the others without entity tags
    headlines: float = 0.06  # of the windows are read as if printed in capitals
    hidden: float = 0.04  # of the word pieces are hidden
    seed: int = 1


class Layer(nn.Module):
    """One transformer layer as BERT has it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.read = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2 * WIDTH)
        self.outputs = nn.Linear(WIDTH, WIDTH)
        self.widen, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.last_norm = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: torch.Tensor, around: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """The hidden states after this layer, of which each reads all of `around`; where `mask` is False nothing."""
        query = self._split(self.query(hidden))
        key, value = map(self._split, self.read(around).chunk(2, dim=-1))
        if mask is None:  # the exported network spells it out: its runtime fuses the product and the softmax
            weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS), dim=-1)
            found = weights @ value
        else:
            found = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        found = found.transpose(1, 2).reshape(hidden.shape)
        hidden = self.norm(hidden + self.dropout(self.outputs(found)))
        return self.last_norm(hidden + self.dropout(self.narrow(functional.gelu(self.widen(hidden)))))

    @staticmethod
    def _split(states: torch.Tensor) -> torch.Tensor:
        """The states by attention head: (windows, heads, pieces, width of a head)."""
        return states.reshape(states.shape[0], states.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)


class Network(nn.Module):
    """Embeddings (those of word pieces frozen), layers, and one linear head a task; today the one that tags names."""

    def __init__(self, plan: Plan, words: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("words", words)
        self.positions = nn.Parameter(torch.zeros(plan.window, WIDTH))
        self.opinions = nn.ModuleList(nn.Embedding(size, WIDTH) for size in plan.sizes)
        for table in self.opinions:
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(plan.dropout)
        self.layers = nn.ModuleList(Layer(plan.dropout) for _ in range(plan.layers))
        self.head = nn.Linear(WIDTH, plan.tags)

    def embed(self, rows: torch.Tensor) -> torch.Tensor:
        """What stands for each word piece before the first layer; `rows` is (5, windows, pieces)."""
        hidden = functional.embedding(rows[PIECES], self.words) + self.positions[: rows.shape[2]]
        for table, row in zip(self.opinions, rows[CASINGS:DEEP], strict=True):
            hidden = hidden + table(row)
        return self.dropout(self.norm(hidden))

    def forward(self, rows: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """The hidden states after the last layer, which for pieces that are not deep are those after the first."""
        hidden = self.layers[0](embedded := self.embed(rows), embedded, mask)
        deep = rows[DEEP][..., None] > 0
        for layer in self.layers[1:]:
            hidden = torch.where(deep, layer(hidden, hidden, mask), hidden)
        return hidden


class Exported(nn.Module):
    """The network as it is written: windows one at a time, word embeddings in int8, probabilities of tags."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        scale = network.words.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("table", (network.words / scale).round().to(torch.int8))

    def forward(
        self,
        pieces: torch.Tensor,
        casings: torch.Tensor,
        entities: torch.Tensor,
        parts: torch.Tensor,
        deep: torch.Tensor,
        shallow: torch.Tensor,
    ) -> torch.Tensor:
        """(1, deep, tags): for each piece that is read by all layers the probability of each tag.

        `deep` has the columns of these pieces, `shallow` those of the others.
        """
        net = self.network
        hidden = self.table[pieces].float() * self.scale[pieces] + net.positions[: pieces.shape[1]]
        for table, row in zip(net.opinions, (casings, entities, parts), strict=True):
            hidden = hidden + table(row)
        hidden = net.norm(hidden)
        hidden = net.layers[0](hidden, hidden, None)
        hidden, context = hidden[:, deep], hidden[:, shallow]
        for layer in net.layers[1:]:
            hidden = layer(hidden, torch.cat([hidden, context], dim=1), None)
        return torch.softmax(net.head(hidden), dim=-1)


def load_network(plan: Plan, vocabulary: list[str]) -> Network:
    """The network with the weights of MiniLM-L6 and the word pieces of the vocabulary; its head is untrained."""
    weights = load_file(Path(plan.base) / "model.safetensors")
    numbers = {piece: n for n, piece in enumerate((Path(plan.base) / "vocab.txt").read_text("utf-8").split("\n"))}
    words = weights["embeddings.word_embeddings.weight"][[numbers[piece] for piece in vocabulary]]
    network = Network(plan, words)
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    network.positions.data.copy_(weights["embeddings.position_embeddings.weight"][: plan.window] + kind)
    _copy(network.norm, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(network.layers):
        own = f"encoder.layer.{number}"
        _copy(layer.query, weights, f"{own}.attention.self.query")
        names = [f"{own}.attention.self.{name}" for name in ("key", "value")]
        layer.read.weight.data.copy_(torch.cat([weights[f"{name}.weight"] for name in names]))
        layer.read.bias.data.copy_(torch.cat([weights[f"{name}.bias"] for name in names]))
        _copy(layer.outputs, weights, f"{own}.attention.output.dense")
        _copy(layer.norm, weights, f"{own}.attention.output.LayerNorm")
        _copy(layer.widen, weights, f"{own}.intermediate.dense")
        _copy(layer.narrow, weights, f"{own}.output.dense")
        _copy(layer.last_norm, weights, f"{own}.output.LayerNorm")
    return network


def _copy(module: nn.Module, weights: Weights, name: str) -> None:
    module.weight.data.copy_(weights[f"{name}.weight"])
    module.bias.data.copy_(weights[f"{name}.bias"])


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
        """Rows (5, windows, pieces) and tags (windows, pieces) of the windows, with the changes that the plan asks."""
        lengths = [sum(int(self.bounds[n + 1] - self.bounds[n]) for n in window) + 2 for window in windows]
        rows = np.zeros((5, len(windows), max(lengths)), dtype=np.int64)
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
    old = [parameter for parameter in network.parameters() if id(parameter) not in known]
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
        hidden = network(rows, mask)
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


def export(network: Network, file: Path, notes: dict[str, str]) -> None:
    """Write the network as ONNX: word embeddings and matrices in int8, one scale a row or column."""
    network.eval()
    exact = file.with_suffix(".exact.onnx")
    example = (*(torch.ones(1, 8, dtype=torch.long) for _ in range(4)), torch.arange(3), torch.arange(3, 8))
    names = ["pieces", "casings", "entities", "parts"]
    axes = {name: {1: "length"} for name in names} | {"deep": {0: "deep"}, "shallow": {0: "shallow"}}
    torch.onnx.export(
        Exported(network),
        example,
        exact,
        input_names=[*names, "deep", "shallow"],
        output_names=["tags"],
        dynamic_axes=axes | {"tags": {1: "deep"}},
        opset_version=17,
        dynamo=False,
    )
    # Seven bits: the processors that lack AVX-512 VNNI add two products in 16 bits, which eight would overflow.
    quantize_dynamic(
        exact,
        file,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    model = onnx.load(file)
    onnx.helper.set_model_props(model, notes)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def main() -> None:
    """Train what FOLDER asks for and write `encoder.onnx` beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    folder, threads = (arguments := parser.parse_args()).folder, arguments.threads
    torch.set_num_threads(threads)
    given = json.loads((folder / "plan.json").read_text("utf-8"))
    unknown = set(given) - {field.name for field in fields(Plan)}
    if unknown:
        sys.exit(f"{folder / 'plan.json'} asks for {', '.join(sorted(unknown))}, which no plan has")
    plan = Plan(**given)
    vocabulary = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    torch.manual_seed(plan.seed)
    network = load_network(plan, vocabulary)
    sentences = Sentences(folder / "sentences.npz")
    train(network, sentences, (vocabulary.index("[CLS]"), vocabulary.index("[SEP]")), plan)
    torch.save(network.state_dict(), folder / "network.pt")
    export(network, folder / "encoder.onnx", plan.notes | {"vocabulary": json.dumps(vocabulary, ensure_ascii=False)})


if __name__ == "__main__":
    main()
