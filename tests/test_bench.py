"""The bench's own laws: the rivals are given every word, and what is not there is not found."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import tinyhtml5  # type: ignore[import-untyped]  # it does not tell its types
from bench.blocks import blocks_of, words_of
from bench.content import Content, content_of, named
from bench.editing import change_title
from bench.latex import source
from bench.measure import BenchError, timed, watched
from bench.words import share
from conftest import SAMPLE

from report import pipeline, settings


@pytest.fixture(scope="module")
def content() -> Content:
    """What the invented brief's pages say."""
    return content_of(SAMPLE, named)


def test_the_rivals_are_given_every_word_of_our_pages(content: Content) -> None:
    """The blocks of a section hold the letters of its page, each as often as the page does."""
    for section in content.sections:
        body = tinyhtml5.parse(section.html, namespace_html_elements=False).find("body")
        expected = sorted("".join("".join(body.itertext()).split()))
        found = sorted("".join("".join(words_of(blocks_of(section.html))).split()))
        assert found == expected, section.id


def test_latex_reads_every_sign_as_text() -> None:
    """A sign that LaTeX would obey reaches it as text."""
    words = {"kind": "text", "id": "", "cells": [[[{"t": r"5 % of $3 & {a}_b #1 \x"}]]], "notes": []}
    section = {"kind": "prose", "running": "", "blocks": [{**words, "kind": "cover"}, words]}
    said = source({"title": "", "author": "", "head": "", "foot": "", "sections": [section]})
    assert r"5 \%\allowbreak{} of \$3 \& \{a\}\_b \#1 \textbackslash{}x" in said


def test_words_that_are_not_in_the_file_are_not_found(built_sample: Path, content: Content) -> None:
    """Our own file holds nearly all words of the content, and none that nobody wrote."""
    pdf = built_sample / "brief.bilingual.pdf"
    passages = [passage for section in content.sections for passage in words_of(blocks_of(section.html))]
    assert share(passages, pdf) > 0.99
    assert share(["quixotry zephyrous"], pdf) == 0.0


def test_a_changed_title_is_the_only_change(sample: Path) -> None:
    """The mark of the last change stands in both titles of the first document, and nowhere else."""
    before = pipeline.judge(settings.read(sample)).documents
    change_title(sample, "first")
    change_title(sample, "second")
    after = pipeline.judge(settings.read(sample)).documents
    changed = [id_ for id_, document in after.items() if document != before[id_]]
    assert changed == [next(iter(before))]
    document = after[changed[0]]
    assert all(text.endswith(" (second)") for text in document.title.values())
    assert replace(document, title=before[changed[0]].title) == before[changed[0]]


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    """What a failed command said is the error."""
    with pytest.raises(BenchError, match="ended with 3:\nno"):
        timed(
            [sys.executable, "-c", "import sys; sys.exit(sys.stderr.write('no') and 3)"], os.environ, tmp_path
        )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's peak")
def test_a_worker_is_told_from_its_parent(tmp_path: Path) -> None:
    """The peak of a child that takes 100 MiB is the child's, not the parent's."""
    child = "import time; block = bytearray(b'x') * (100 * 2**20); time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    taken = watched([sys.executable, "-c", parent], os.environ, tmp_path)
    assert taken.parent < 100 <= max(taken.workers)


def test_the_bench_says_what_it_can_do() -> None:
    """Its command line explains itself without measuring anything."""
    tests = Path(__file__).resolve().parent
    command = [sys.executable, "-m", "bench", "--help"]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tests.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
    }
    told = subprocess.run(command, cwd=tests, env=environment, check=True, capture_output=True, text=True)
    assert "--only" in told.stdout
