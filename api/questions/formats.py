"""The formats of an answer, and the answer written in each of them."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from api.pages.pages import HTML
from api.questions.paging import Paging
from api.questions.workbook import write_answer
from api.workbooks import XLSX
from graph.formats import SOLUTION_FORMATS, Format
from queries.renderings import to_csv, to_results_json, to_tsv

JSON: Final = Format("json", "application/json", ("text/json",))
#: The query itself, which is not asked then.
QUERY: Final = Format("rq", "application/sparql-query", ())
LIST_FORMATS: Final[Mapping[str, Format]] = {JSON.name: JSON, HTML.name: HTML}
FORMATS: Final[Mapping[str, Format]] = {
    JSON.name: JSON,
    "csv": SOLUTION_FORMATS["csv"],
    "tsv": SOLUTION_FORMATS["tsv"],
    XLSX.name: XLSX,
    HTML.name: HTML,
    QUERY.name: QUERY,
}


def written(paging: Paging, format: Format, *, address: str) -> Response:
    """Return an answer in one of the formats that are not pages; *address* is that of the same
    answer in the generation it was computed on.
    """
    answer = paging.answer
    headers = {"Content-Type": format.content_type, "Vary": "Accept"}
    headers |= paging.headers(format.name)
    if format.name == "csv":
        return Response(to_csv(answer), headers=headers)
    if format.name == "tsv":
        return Response(to_tsv(answer), headers=headers)
    if format is XLSX:
        name = f"{answer.question.name}.xlsx"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response(_workbook(paging, address), headers=headers)
    return JSONResponse(_content(paging), headers=headers)


def _workbook(paging: Paging, address: str) -> bytes:
    with TemporaryFile() as file:
        write_answer(
            file,
            paging.answer,
            values=paging.values,
            generation=paging.generation,
            address=address,
        )
        file.seek(0)
        return file.read()


def _content(paging: Paging) -> dict[str, Any]:
    answer = paging.answer
    return {
        "question": answer.question.name,
        "summary": answer.question.summary,
        "parameters": dict(paging.values),
        "resolved": dict(answer.resolved),
        "columns": list(answer.columns),
        "rows": to_results_json(answer)["results"]["bindings"],
        "limit": answer.limit,
        "limit_is_default": answer.limit_is_own,
        "offset": answer.offset,
        "more": answer.more,
        "total": answer.total,
        "links": paging.links(JSON.name),
        "query": answer.query,
        "generation": paging.generation,
    }
