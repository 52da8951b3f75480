"""Write ``triplets.json`` anew after papers, queries or judgements were changed: ``python -m tests.sample``."""

from tests.sample.collection import FOLDER, as_json, read_collection, triplets_of


def main() -> None:
    """Derive the triplets and say how many there are."""
    triplets = triplets_of(read_collection())
    (FOLDER / "triplets.json").write_text(as_json(triplets), encoding="utf-8", newline="\n")
    print(f"{len(triplets)} triplets")


if __name__ == "__main__":
    main()
