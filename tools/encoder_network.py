"""The encoder's network: MiniLM-L6 with a fork for names and one for speech, and how it is written as ONNX in int8.

`encoder_names.py` and `encoder_speech.py` beside it train it, under a Python that has PyTorch, onnx and safetensors.
Nothing of Dateline is imported, so that Python may be another than that of the project.
"""

import json
import math
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

Weights = dict[str, torch.Tensor]

WIDTH, HEADS, EPSILON = 384, 12, 1e-12
# Rows of what is read of a word piece.
PIECES, CASINGS, ENTITIES, PARTS, DEPTHS, DEPENDENCIES = range(6)


@dataclass(frozen=True)
class Shape:
    """What the network is made of."""

    base: str  # folder with model.safetensors and vocab.txt of MiniLM-L6
    tags: int  # classes of a word in a name
    sizes: tuple[int, int, int]  # how many casings, entity tags and parts of speech there are
    spoken: tuple[int, int]  # how many depths and dependencies
    marks: int  # what is said of a word in speech
    relations: int  # what is said of two words in speech
    compared: int  # width in which two words are compared, for each relation
    farthest: int  # words between two from which it makes no difference how many they are
    window: int  # word pieces of the longest window
    layers: int = 4  # that read names, the first one included
    spoken_layers: int = 2  # that read speech behind the first one
    dropout: float = 0.1


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


class Branch(nn.Module):
    """What reads speech: layers behind the shared first one, and heads for words alone and for pairs of words."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.opinions = nn.ModuleList(nn.Embedding(size, WIDTH) for size in shape.spoken)
        for table in self.opinions:
            nn.init.zeros_(table.weight)
        self.layers = nn.ModuleList(Layer(shape.dropout) for _ in range(shape.spoken_layers))
        self.dropout = nn.Dropout(shape.dropout)
        self.marks = nn.Linear(WIDTH, shape.marks)
        self.cues = nn.Linear(WIDTH, shape.relations * shape.compared)
        self.others = nn.Linear(WIDTH, shape.relations * shape.compared)
        self.distances = nn.Embedding(2 * shape.farthest + 1, shape.relations)
        nn.init.zeros_(self.distances.weight)

    def forward(
        self, hidden: torch.Tensor, rows: torch.Tensor, mask: torch.Tensor | None, heads: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The hidden states after its last layer, those of `heads` alone where that is given.

        `rows` are those of depths and dependencies.
        """
        hidden = self.dropout(hidden)
        for table, row in zip(self.opinions, rows, strict=True):
            hidden = hidden + table(row)
        for layer in self.layers[:-1]:
            hidden = layer(hidden, hidden, mask)
        last: torch.Tensor = self.layers[-1](hidden if heads is None else hidden[:, heads], hidden, mask)
        return last

    def relate(self, cues: torch.Tensor, others: torch.Tensor, distances: torch.Tensor) -> torch.Tensor:
        """The log-odds of each relation of each cue to each other word: (cues, others, relations)."""
        count = self.distances.weight.shape[1]
        left, right = (states.view(len(states), count, -1) for states in (self.cues(cues), self.others(others)))
        alike = torch.einsum("crw,orw->cor", left, right) / math.sqrt(left.shape[2])
        farthest = len(self.distances.weight) // 2
        return alike + self.distances(distances.clamp(-farthest, farthest) + farthest)


class Network(nn.Module):
    """Embeddings (those of word pieces frozen), a first layer, and what goes on from it: names, and speech."""

    def __init__(self, shape: Shape, words: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("words", words)
        self.positions = nn.Parameter(torch.zeros(shape.window, WIDTH))
        self.opinions = nn.ModuleList(nn.Embedding(size, WIDTH) for size in shape.sizes)
        for table in self.opinions:
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape.dropout) for _ in range(shape.layers))
        self.head = nn.Linear(WIDTH, shape.tags)
        self.branch = Branch(shape)

    def embed(self, rows: torch.Tensor) -> torch.Tensor:
        """What stands for each word piece before the first layer; `rows` is (rows, windows, pieces)."""
        hidden = functional.embedding(rows[PIECES], self.words) + self.positions[: rows.shape[2]]
        for table, row in zip(self.opinions, rows[CASINGS : PARTS + 1], strict=True):
            hidden = hidden + table(row)
        return self.dropout(self.norm(hidden))

    def read_first(self, rows: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """The hidden states after the first layer."""
        embedded = self.embed(rows)
        hidden: torch.Tensor = self.layers[0](embedded, embedded, mask)
        return hidden

    def read_names(self, rows: torch.Tensor, deep: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """The hidden states after the last layer of names; where `deep` is False those after the first layer."""
        hidden = self.read_first(rows, mask)
        for layer in self.layers[1:]:
            hidden = torch.where(deep[..., None], layer(hidden, hidden, mask), hidden)
        return hidden


class Exported(nn.Module):
    """The network as it is written: windows one at a time, word embeddings in int8."""

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
        depths: torch.Tensor,
        dependencies: torch.Tensor,
        deep: torch.Tensor,
        deep_heads: torch.Tensor,
        shallow: torch.Tensor,
        spoken: torch.Tensor,
        spoken_heads: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """(1, deep_heads, tags) probabilities, then log-odds (1, spoken_heads, marks) and both sides of relations.

        `deep` has the columns of pieces that may be in a name, `shallow` those of the others; `spoken` those of
        sentences that may speak. The heads say where in `deep` and `spoken` the first piece of each word stands: the
        last layers are computed for these alone.
        """
        net, branch = self.network, self.network.branch
        hidden = self.table[pieces].float() * self.scale[pieces] + net.positions[: pieces.shape[1]]
        for table, row in zip(net.opinions, (casings, entities, parts), strict=True):
            hidden = hidden + table(row)
        hidden = net.norm(hidden)
        first = net.layers[0](hidden, hidden, None)
        hidden, context = first[:, deep], first[:, shallow]
        for layer in net.layers[1:-1]:
            hidden = layer(hidden, torch.cat([hidden, context], dim=1), None)
        hidden = net.layers[-1](hidden[:, deep_heads], torch.cat([hidden, context], dim=1), None)
        tags = torch.softmax(net.head(hidden), dim=-1)
        said = branch(first[:, spoken], (depths[:, spoken], dependencies[:, spoken]), None, spoken_heads)
        return tags, branch.marks(said), branch.cues(said), branch.others(said)


def load_network(shape: Shape, vocabulary: list[str]) -> Network:
    """The network with the weights of MiniLM-L6 and the word pieces of the vocabulary; its head is untrained."""
    weights = load_file(Path(shape.base) / "model.safetensors")
    numbers = {piece: n for n, piece in enumerate((Path(shape.base) / "vocab.txt").read_text("utf-8").split("\n"))}
    words = weights["embeddings.word_embeddings.weight"][[numbers[piece] for piece in vocabulary]]
    network = Network(shape, words)
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    network.positions.data.copy_(weights["embeddings.position_embeddings.weight"][: shape.window] + kind)
    _copy(network.norm, weights, "embeddings.LayerNorm")
    numbered = [*enumerate(network.layers), *enumerate(network.branch.layers, start=1)]
    for number, layer in numbered:
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


def export(network: Network, file: Path, notes: dict[str, str]) -> None:
    """Write the network as ONNX: word embeddings and matrices in int8, one scale a row or column."""
    network.eval()
    exact = file.with_suffix(".exact.onnx")
    bounds = {"deep": (0, 3), "deep_heads": (0, 2), "shallow": (3, 8), "spoken": (1, 7), "spoken_heads": (0, 5)}
    chosen = {name: torch.arange(*each) for name, each in bounds.items()}
    example = (*(torch.ones(1, 8, dtype=torch.long) for _ in range(6)), *chosen.values())
    read = ["pieces", "casings", "entities", "parts", "depths", "dependencies"]
    written = ["tags", "marks", "cues", "others"]
    axes = {name: {1: "length"} for name in read} | {name: {0: name} for name in chosen}
    axes |= {name: {1: "deep_heads" if name == "tags" else "spoken_heads"} for name in written}
    torch.onnx.export(
        Exported(network),
        example,
        exact,
        input_names=[*read, *chosen],
        output_names=written,
        dynamic_axes=axes,
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
    distances = [[round(each, 4) for each in row] for row in network.branch.distances.weight.tolist()]
    model = onnx.load(file)
    onnx.helper.set_model_props(model, notes | {"distances": json.dumps(distances)})
    onnx.checker.check_model(model)
    onnx.save(model, file)


def read_json(file: Path, kind: type) -> Any:
    """The fields of a dataclass from a file; exits with a message where the file has others."""
    given = json.loads(file.read_text("utf-8"))
    unknown = set(given) - {field.name for field in fields(kind)}
    if unknown:
        sys.exit(f"{file} asks for {', '.join(sorted(unknown))}, which no {kind.__name__} has")
    return kind(**given)
