"""What stands beside the tables of a release for people and for their tools. Every line follows from the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.releases.manifest import canonical

if TYPE_CHECKING:
    from storage.releases.manifest import ReleaseManifest

TITLE = "Pressmark news archive"
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
_LICENCE = """\
The texts in this release belong to the outlets that published them, and to those whom the outlets name. Nothing here
licenses them to you. What each page stated of its rights stands in the columns of its row, as stated: the copyright
notice, licence links, robots directives and reservations against text and data mining. What you may do with the texts
follows from these statements and from the law where you are (in the EU, for one, Directive 2019/790, articles 3 and 4).
The compilation's own files (manifest, ledger, descriptions) may be used freely.
"""
_CONTEXT: dict[str, Any] = {  # Any: JSON-LD; Croissant 1.0, "Appendix 1: JSON-LD context"
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source",
    "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
_TYPES = {"string": "sc:Text", "bool": "sc:Boolean", "int32": "sc:Integer", "int64": "sc:Integer"}


def documents(release: ReleaseManifest) -> dict[str, bytes]:
    """By path in the release. The manifest has its tables, and not yet these."""
    return {
        "README.md": _card(release).encode(),
        "CHANGELOG.md": _changelog(release).encode(),
        "CITATION.cff": _citation(release).encode(),
        "LICENCE.md": _LICENCE.encode(),
        "croissant.json": _croissant(release),
    }


def _day(release: ReleaseManifest) -> str:
    return release.as_of[:10]


def _articles(release: ReleaseManifest) -> int:
    return sum(part.articles for part in release.outlets.values())


def _card(release: ReleaseManifest) -> str:
    """A dataset card, as the Hugging Face Hub reads them: YAML, then Markdown."""
    articles = _articles(release)
    size = next((name for most, name in _SIZES if articles < most), "n>10M")
    has_earlier = any(part.earlier for part in release.outlets.values())
    configs = [("articles", "articles/*/*.parquet", True)]
    configs += [("revisions", "revisions/*/*.parquet", False)] if has_earlier else []
    return "\n".join(
        [
            "---",
            f"pretty_name: {TITLE}, release {release.name}",
            "license: other",
            "license_name: see-licence-note",
            "license_link: LICENCE.md",
            f"size_categories:\n- {size}",
            "task_categories:\n- text-classification\n- text-generation",
            "tags:\n- news\n- web-archive",
            "configs:",
            *(_config(*config) for config in configs),
            "---",
            "",
            f"# {TITLE}, release {release.name}",
            "",
            f"{articles} articles of {len(release.outlets)} outlets, as archived until {release.as_of}. Each row has the cleaned",
            "text, what was removed from it and why, and its pressmark: the WARC file, offset and length of the bytes that it was",
            "read from.",
            "",
            "| outlet | articles | earlier revisions | first | last | withheld |",
            "|---|---|---|---|---|---|",
            *(
                f"| {name} | {part.articles} | {part.earlier} | {(part.first or '')[:10]} | {(part.last or '')[:10]}"
                f" | {sum(part.withheld.values())} |"
                for name, part in sorted(release.outlets.items())
            ),
            "",
            "- `articles/<outlet>/*.parquet`: the newest revision of each article, by its moment of publication.",
            "- `revisions/<outlet>/*.parquet`: the revisions before it, where there are any; the same columns.",
            "- `coverage.csv`: of each outlet and day, what its sources announced, what was fetched, what became an article, and",
            "  why the rest is missing. `outcomes.csv`: URLs by outlet, day and outcome; withheld articles are counted there, and",
            "  are in no table. `gaps.csv`: runs that did not come to their end.",
            "- `changes.jsonl`, `CHANGELOG.md`: what became of each article since the release before.",
            "- `manifest.json`: every file with its sha256, the release before, and the digests of the runs' manifests.",
            "",
            "Check it with `sha256sum -c SHA256SUMS`. Known gaps: days without a line in `outcomes.csv` had no run.",
            "",
            f"Filters of this release: {_filters(release)}.",
            "",
        ]
    )


def _config(name: str, path: str, is_default: bool) -> str:  # noqa: FBT001 - one of the two configurations
    default = "\n  default: true" if is_default else ""
    return f'- config_name: {name}\n  data_files: "{path}"{default}'


def _filters(release: ReleaseManifest) -> str:
    said = [f"{name} {value}" for name, value in sorted(release.wanted.items()) if value]
    return ", ".join(said) or "none"


def _changelog(release: ReleaseManifest) -> str:
    changes, before = release.changes, release.previous
    lines = [f"# Release {release.name}, {_day(release)}", ""]
    lines.append(f"Against release {before.key}:" if before else "The first release:")
    lines += [
        "",
        f"- {changes.added} articles added",
        f"- {changes.revised} with a newer revision",
        f"- {changes.reread} whose text another version of the extractor read",
        f"- {changes.removed} no longer there",
        f"- {changes.withheld} withheld since",
        "",
        "`changes.jsonl` names each of them.",
        "",
        "Articles by the version of the extractor that read them:",
        "",
        *(f"- {name}: {rows}" for name, rows in sorted(release.extractor_versions.items())),
        "",
        "Made with:",
        "",
        *(f"- {name} {version}" for name, version in sorted(release.versions.items())),
        "",
    ]
    return "\n".join(lines)


def _citation(release: ReleaseManifest) -> str:
    return "\n".join(
        [
            "cff-version: 1.2.0",
            'message: "If you use this release, cite it with its number; of an article, give its id, revision and pressmark."',
            "type: dataset",
            f'title: "{TITLE}"',
            f'version: "{release.name}"',
            f"date-released: {_day(release)}",
            "authors:",
            '  - name: "The operators of this archive"',
            "",
        ]
    )


def _croissant(release: ReleaseManifest) -> bytes:
    """Croissant 1.0 (MLCommons): the columns that are one value or a list of values."""
    fields = [made for name, kind in release.columns.items() if (made := _field(name, kind))]
    return canonical(
        {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "name": f"pressmark-{release.name}",
            "description": f"{TITLE}, release {release.name}: {_articles(release)} news articles as clean text.",
            "license": "LICENCE.md",
            "url": "https://example.org/",
            "version": release.name if release.name.count(".") == 2 else f"{release.name}.0",
            "datePublished": _day(release),
            "citeAs": f"{TITLE}, release {release.name}, {_day(release)}",
            "creator": {"@type": "sc:Organization", "name": "The operators of this archive"},
            "distribution": [
                {
                    "@type": "cr:FileSet",
                    "@id": "articles",
                    "name": "articles",
                    "description": "The newest revision of each article.",
                    "encodingFormat": "application/x-parquet",
                    "includes": "articles/*/*.parquet",
                }
            ],
            "recordSet": [
                {
                    "@type": "cr:RecordSet",
                    "@id": "article",
                    "name": "article",
                    "key": {"@id": "article/article_id"},
                    "field": fields,
                }
            ],
        }
    )


def _field(name: str, kind: str) -> dict[str, Any] | None:  # Any: JSON-LD
    is_list = kind.startswith("list<") and "struct" not in kind
    plain = kind.rpartition(": ")[2].rstrip(">") if is_list else kind
    data_type = "sc:DateTime" if plain.startswith("timestamp") else _TYPES.get(plain)
    if data_type is None:
        return None
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"article/{name}",
        "name": name,
        "dataType": data_type,
        "source": {"fileSet": {"@id": "articles"}, "extract": {"column": name}},
    }
    return {**made, "repeated": True} if is_list else made
