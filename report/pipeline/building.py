"""A brief's settings → proofs: finished files that are no edition; or nothing, where nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from report.errors import SettingsError
from report.model import Version
from report.pipeline.files import inputs_of
from report.pipeline.nouns import Built, Manner, Watch
from report.pipeline.standing import Standing, cache_of
from report.settings import Settings


def versions_of(settings: Settings, language: str) -> tuple[Version, ...]:
    """The language versions that `--language` asks for; `all` means each.

    Raises:
        SettingsError: the brief has no such version.
    """
    known = {version.name: version for version in settings.versions}
    if language == "all":
        return tuple(known.values())
    if language not in known:
        raise SettingsError(f"--language: {language!r} is not one of {', '.join([*known, 'all'])}")
    return (known[language],)


def build(
    settings: Settings,
    versions: Sequence[Version],
    folder: Path,
    *,
    watch: Watch,
    manner: Manner = Manner(),  # noqa: B008 - frozen
) -> Built:
    """Build language versions, read their pages back, and put the files into `folder`.

    Each file is replaced in one step, and other files are left alone. Where the files stand there
    already, made of the same inputs, nothing is done.

    Raises:
        DataError, RenderError, ArchiveError: nothing has been written then, but for the cache.
    """
    with cache_of(settings, manner) as cache:
        standing = Standing(cache, settings, versions, folder, inputs_of(settings), manner)
        built = None if manner.forced else standing.found()
        if built is None:
            built = _make(standing, watch)
            standing.keep(built)
            cache.trim()
        return built


def _make(standing: Standing, watch: Watch) -> Built:
    from report.pipeline.progress import Progress, get_ready, workers_of

    progress = Progress(watch)
    with workers_of(standing.manner, progress) as workers:
        get_ready(workers)  # before we load what takes time, too
        from report.pipeline.proving import prove

        return prove(standing, workers, progress)
