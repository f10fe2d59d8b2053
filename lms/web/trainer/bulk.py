"""All packages at once: what is wanted, how far it is, and what came of it."""

from flask import Response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from lms.errors import InvalidInput, NotFound
from lms.export.bulk import Wish
from lms.export.package_contents import edition_name
from lms.language import LANGUAGES, N_
from lms.pyscorm import Version
from lms.services import audit
from lms.services import bulk as service
from lms.web import context
from lms.web.trainer import desk, door

_NEUTRAL = ""
_NOTHING = N_("There is nothing to download yet.")


@door.get("/all-packages")
def all_packages() -> str:
    """Show how far it is, what lies there, and what can be asked for."""
    return _page()


@door.post("/all-packages")
def begin_all() -> AnyResponse | tuple[str, int]:
    """Begin, or go on where it was stopped."""
    catalogue, config = desk.catalogue(), context.lms().config
    languages = tuple(code for code in LANGUAGES if code in request.form.getlist("language"))
    versions = tuple(version for version in Version if version.value in request.form.getlist("version"))
    said = context.say()
    if not languages or not versions:
        return _page(said("Choose at least one language and one edition.")), 400
    wish = Wish(
        languages=languages,
        regions=(_NEUTRAL, *sorted(catalogue.regions)),
        versions=versions,
        together=request.form.get("together") == "yes",
        fall_back=request.form.get("mixed") == "yes",
        funding=config.funding,
        contact=config.contact,
    )
    try:
        service.begin(config, catalogue, wish, context.person().person_id, context.origin(), context.now())
    except InvalidInput as error:
        return _page(said(error.message, **error.values)), 409
    return redirect(context.url("trainer.all_packages", begun="yes"))


@door.post("/all-packages/stop")
def stop_all() -> AnyResponse:
    """Stop it; what is finished stays."""
    service.stop(context.lms().config, context.person().person_id, context.origin(), context.now())
    return redirect(context.url("trainer.all_packages", stopped="yes"))


@door.get("/all-packages/everything.zip")
def download_all() -> Response:
    """Hand out all packages and their lists in one zip."""
    path = service.pack_all(context.lms().config)
    if path is None:
        raise NotFound(_NOTHING)
    _write_down("everything.zip")
    response = send_file(path, mimetype="application/zip", as_attachment=True, download_name="packages.zip")
    path.unlink()  # it is open already, and goes with the answer
    return response


@door.get("/all-packages/files/<name>")
def download_one(name: str) -> Response:
    """Hand out one package of the list."""
    path = service.find_package(context.lms().config, name)
    if path is None or not path.is_file():
        raise NotFound(_NOTHING)
    _write_down(name)
    return send_file(path, mimetype="application/zip", as_attachment=True, download_name=name)


def _write_down(name: str) -> None:
    audit.record(
        "package.downloaded", context.person().person_id, "packages", "", name, context.origin(), context.now()
    )


def _page(fault: str = "") -> str:
    catalogue, config = desk.catalogue(), context.lms().config
    chosen = request.form.getlist
    return render_template(
        "trainer/bulk.html",
        fault=fault,
        standing=service.find_standing(config),
        packages=service.list_packages(config),
        languages=LANGUAGES,
        versions=[(version.value, edition_name(version)) for version in Version],
        chosen_languages=chosen("language") or catalogue.languages[:1],
        chosen_versions=chosen("version") or [Version.SCORM_1_2.value],
        mixed=request.form.get("mixed") == "yes",
        together=request.form.get("together") == "yes",
        begun=request.args.get("begun") == "yes",
        stopped=request.args.get("stopped") == "yes",
    )
