"""The output folder is written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from energy_audit.errors import OutputRefused
from energy_audit.report.output import refuse_foreign, whole_or_nothing


def ours(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"tool": "energy-audit"}), encoding="utf-8")
    (folder / "index.html").write_text(text, encoding="utf-8")


def fill(draft: Path, text: str) -> None:
    (draft / "manifest.json").write_text(json.dumps({"tool": "energy-audit"}), encoding="utf-8")
    (draft / "index.html").write_text(text, encoding="utf-8")


def test_a_new_folder_appears_when_all_is_written(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with whole_or_nothing(out) as draft:
        fill(draft, "new")
        assert not out.exists()
    assert "new" == (out / "index.html").read_text(encoding="utf-8")
    assert ["out"] == [each.name for each in out.parent.iterdir()]


def test_an_earlier_output_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ours(out, "old")
    (out / "gone.html").write_text("", encoding="utf-8")
    with whole_or_nothing(out) as draft:
        fill(draft, "new")
    assert {"index.html", "manifest.json"} == {each.name for each in out.iterdir()}
    assert "new" == (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_run_that_fails_leaves_the_older_output_and_no_trace(tmp_path: Path, error: type[BaseException]) -> None:
    out = tmp_path / "out"
    ours(out, "old")

    def interrupted_run() -> None:
        with whole_or_nothing(out) as draft:
            fill(draft, "half")
            raise error

    with pytest.raises(error):
        interrupted_run()
    assert "old" == (out / "index.html").read_text(encoding="utf-8")
    assert ["out"] == [each.name for each in tmp_path.iterdir()]


def test_the_older_output_comes_back_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    ours(out, "old")
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if ".writing-" in path.name:
            raise OSError("disk gone")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OutputRefused), whole_or_nothing(out) as draft:
        fill(draft, "new")
    assert "old" == (out / "index.html").read_text(encoding="utf-8")
    assert ["out"] == [each.name for each in tmp_path.iterdir()]


def test_a_folder_of_something_else_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputRefused, match="别的内容"), whole_or_nothing(tmp_path):
        pass
    assert ["thesis.docx"] == [each.name for each in tmp_path.iterdir()]


def test_a_manifest_of_another_tool_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "web app"}', encoding="utf-8")
    with pytest.raises(OutputRefused):
        refuse_foreign(tmp_path)


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("", encoding="utf-8")
    with pytest.raises(OutputRefused, match="文件"):
        refuse_foreign(target)


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with whole_or_nothing(out) as draft:
        fill(draft, "new")
    assert (out / "index.html").is_file()
