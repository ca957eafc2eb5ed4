"""Lines and columns for findings about YAML files of a project, which are worked out only where something was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guardrails.files.loaded import Project
from guardrails.files.reading import MAX_YAML_BYTES, read_text
from guardrails.files.yaml_text import YamlText, read_yaml
from guardrails.model.finding import Finding
from guardrails.model.source import Location


def with_places(project: Project, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; those in the organization file or a scenario file that have no span yet get one."""
    sources: dict[str, YamlText | None] = {project.file: project.source}
    for one in findings:
        location = _placed(one.location, project, sources)
        related = tuple((_placed(place, project, sources), words) for place, words in one.related)
        same = location is one.location and related == one.related
        yield one if same else replace(one, location=location, related=related)


def _placed(place: Location, project: Project, sources: dict[str, YamlText | None]) -> Location:
    if place.span is not None or not place.pointer or not place.file.endswith((".yaml", ".yml")):
        return place
    if place.file not in sources:
        text = read_text(project.root / place.file, project.root, place.file, MAX_YAML_BYTES)
        sources[place.file] = None if isinstance(text, Finding) else read_yaml(text, place.file, aliases=True)
    source = sources[place.file]
    return source.location(place.pointer) if source is not None else place
