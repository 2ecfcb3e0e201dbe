"""Extraction on several processes: the bytes of one, a poisoned product costs itself, a cut run goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result
from distributed import Client

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from studio.cli.cards import cards
from studio.cluster import ClusterSilent, local_cluster, remote_cluster, spread, work
from studio.partitions import Folder, Piece
from studio.poison import extract_each, poisoned, prepared
from tests.brittle import Brittle
from vocab.extract import Extractor
from vocab.reading import BATCH

GOODS = (("Silk Scarf", "真丝围巾"), ("Cotton Towel", "纯棉毛巾"), ("Honey Peaches", "水蜜桃"))
BRITTLE = cast(Extractor, Brittle())


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two processes of 512 MiB."""
    with local_cluster(2, memory="512MiB") as held:
        yield held


def products(count: int) -> list[Product]:
    """Bilingual products whose titles teach a lexicon."""
    return [
        Product(
            Sku(f"P{n}"),
            Bilingual(f"{GOODS[n % 3][0]}, No. {n}", f"{GOODS[n % 3][1]}{n}号"),
            Bilingual("Soft and light, made by hand.", "柔软轻盈，手工制作。"),
        )
        for n in range(count)
    ]


def cut(path: Path, held: list[Product], *, rows: int = BATCH) -> Folder:
    """A folder with the products in partitions."""
    folder = Folder(path, rows=rows)
    folder.cut(held, (), digest="d")
    return folder


def lines(folder: Folder) -> list[Any]:
    """All lines of a folder in order, each with its findings' codes."""
    found = [line for piece in folder.done() for line in folder.lines(piece)]
    return [(line, [finding.code for finding in told]) for line, told in found]


def run(*arguments: object) -> Result:
    """`studio cards` with these arguments."""
    return CliRunner().invoke(cards, [str(each) for each in arguments])


def test_two_processes_give_the_cards_of_one(client: Client, tmp_path: Path) -> None:
    """Also with a lexicon, which is learnt once from the whole catalogue and not anew from each partition."""
    held = products(BATCH + 10)
    folder = cut(tmp_path / "out", held)
    extractor = Extractor()
    ready = prepared(extractor, folder.products, {"limit": 3})
    assert sorted(spread(client, folder, ready, {"limit": 3})) == [Piece(0, BATCH), Piece(BATCH, BATCH + 10)]
    alone = cut(tmp_path / "one", held)
    alone.write(Piece(0, len(held)), list(extractor.extract(held, limit=3)))
    assert lines(folder) == lines(alone)
    assert [line["sku"] for line, _ in lines(folder)] == [product.sku for product in held]
    assert all(line["cards"] for line, _ in lines(folder))


def test_a_poisoned_product_costs_itself(client: Client, tmp_path: Path) -> None:
    """One breaks the analysis, one kills the process: each is a finding, everybody else is done."""
    skus = [f"P{n}" for n in range(3 * BATCH)]
    skus[5], skus[BATCH + 3] = "broken", "deadly"
    folder = cut(tmp_path, [Product(Sku(sku), Bilingual("a", None)) for sku in skus], rows=2 * BATCH)
    assert sum(piece.size for piece in spread(client, folder, BRITTLE, {})) == len(skus)
    found = lines(folder)
    assert [line["sku"] for line, _ in found] == skus
    bad = {line["sku"]: codes for line, codes in found if codes}
    assert bad == {sku: ["vocab.product.poisoned"] for sku in ("broken", "deadly")}
    assert folder.open() == []


def test_a_title_that_breaks_the_reading_is_left_out_of_the_lexicon() -> None:
    """The lexicon is that of the other products; the broken one has its finding."""

    class Half(Brittle):
        def learn(self, given: Any) -> None:
            for product in given:
                if product.sku == "broken":
                    raise RuntimeError("a title")

        def parts(self) -> Any:
            return self

        reader = property(lambda self: self)

        def title_pairs(self, given: Any) -> Any:
            self.learn(given)
            return ()

    held = [Product(Sku(sku), Bilingual("a", "甲")) for sku in ("A", "broken", "B")]
    ready = prepared(cast(Extractor, Half()), lambda: held, {})
    found = list(extract_each(ready, held))
    assert found == [(Sku("A"), (), ()), poisoned(Sku("broken")), (Sku("B"), (), ())]


def test_a_cut_run_goes_on(tmp_path: Path) -> None:
    """What has a file is not done again; a half-written file counts for nothing; holes are found."""
    folder = cut(tmp_path, products(3 * BATCH + 5))
    assert [piece.size for piece in folder.open()] == [BATCH, BATCH, BATCH, 5]
    work(BRITTLE, {}, folder, Piece(BATCH, 2 * BATCH))
    work(BRITTLE, {}, folder, Piece(3, 7))
    (tmp_path / "cards" / f"{Piece(0, 3).name.removesuffix('.parquet')}.part-17").write_bytes(b"PAR1")
    again = Folder(tmp_path, rows=BATCH)
    assert again.open() == [
        Piece(0, 3), Piece(7, BATCH), Piece(2 * BATCH, 3 * BATCH), Piece(3 * BATCH, 3 * BATCH + 5),
    ]  # fmt: skip
    for piece in again.open():
        work(BRITTLE, {}, again, piece)
    assert [line["sku"] for line, _ in lines(again)] == [f"P{n}" for n in range(3 * BATCH + 5)]


def test_a_worker_is_held_to_its_memory(client: Client) -> None:
    """Each process has the limit that was asked for and one thread."""
    workers = client.scheduler_info()["workers"].values()
    assert {(worker["memory_limit"], worker["nthreads"]) for worker in workers} == {(512 * 2**20, 1)}


def test_a_cluster_elsewhere_fills_a_folder(client: Client, tmp_path: Path) -> None:
    """`--scheduler`, with a folder as the catalogue; a second run does nothing; other options are refused."""
    source = tmp_path / "catalogue"
    source.mkdir()
    for n in range(2):
        rows = "".join(f"S{n}{i},Silk Scarf {i},真丝围巾{i}\n" for i in range(2))
        (source / f"{n}.csv").write_text("sku,title_en,title_zh\n" + rows, encoding="utf-8")
    out = tmp_path / "out"
    arguments = (source, "--scheduler", client.scheduler.address, "--out", out)
    first = run(*arguments)
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout) == {"products": 4, "before": 0, "folder": str(out)}
    assert "4 / 4 products" in first.stderr
    skus = [line["sku"] for line, _ in lines(Folder(out))]
    assert skus == ["S00", "S01", "S10", "S11"]
    assert json.loads(run(*arguments).stdout)["before"] == 4
    other = run(*arguments, "--max", 3)
    assert (other.exit_code, "another extraction" in other.stderr) == (2, True)
    unseen = run(source, "--scheduler", "tcp://127.0.0.1:9")
    assert (unseen.exit_code, "--out" in unseen.stderr) == (2, True)


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Nobody listens at the address: a sentence with it, not a traceback."""
    with pytest.raises(ClusterSilent, match=r"tcp://127\.0\.0\.1:9.*集群"), remote_cluster(
        "tcp://127.0.0.1:9", patience_s=0.2
    ):
        pass


def test_without_dask_one_process_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """`--jobs` says how to get it and goes on alone with the same lines; `--scheduler` is refused."""
    source = tmp_path / "catalogue.csv"
    source.write_text("sku,title_en,title_zh\nS1,Silk Scarf,真丝围巾\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "distributed", None)
    shared = run(source, "--jobs", 2)
    assert shared.exit_code == 0
    assert shared.stdout == run(source).stdout
    assert "requirements-cluster.txt" in caplog.text
    refused = run(source, "--scheduler", "tcp://127.0.0.1:9", "--out", tmp_path / "out")
    assert (refused.exit_code, "requirements-cluster.txt" in refused.stderr) == (2, True)


def test_a_broken_record_costs_its_line(tmp_path: Path) -> None:
    """Of product records the bad lines are findings with their number; the others have their cards."""
    source = tmp_path / "records.jsonl"
    source.write_text('{"sku":"A","title":{"en":"Silk scarf","zh":null}}\nno\n[1]\n', encoding="utf-8")
    found = run(source, "--records")
    assert found.exit_code == 1
    assert [json.loads(line)["sku"] for line in found.stdout.splitlines()] == ["A"]
    assert found.stderr.count("vocab.record.broken") == 2
    assert "records.jsonl:2" in found.stderr
