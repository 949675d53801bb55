"""Alerts: a webhook and a mail, for the events that `flows/automations.yaml` names.

`python -m numerim.flows.alerts --webhook URL --mail` puts the automations onto the server that `PREFECT_API_URL`
names, in the place of those of the same names. Mail is sent by a run, so that one that could not be sent shows.
"""

import os
import smtplib
import sys
from email.message import EmailMessage
from pathlib import Path
from string import Template
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import typer
import yaml
from prefect import flow
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.events.schemas.automations import AutomationCore
from prefect.types.entrypoint import EntrypointType
from pydantic import SecretStr

from numerim.errors import InputError
from numerim.flows import processes

_SMTP, _TO = "NUMERIM_SMTP", "NUMERIM_MAIL_TO"


@flow(name="alert", flow_run_name="mail: {subject}", retries=5, retry_delay_seconds=60)
def mail(subject: str, says: str) -> None:
    """Send a mail to whom `NUMERIM_MAIL_TO` names, through `NUMERIM_SMTP`: `smtp://user:password@host:587`.

    Raises:
        InputError: one of them is not set.
        OSError: the mail could not be sent; it is tried again.
    """
    for name in (_SMTP, _TO):
        if not os.environ.get(name):
            raise InputError(name, "it is not set, so no mail can be sent", "Set it before the worker starts.")
    server = urlsplit(os.environ[_SMTP])
    message = EmailMessage()
    message["Subject"] = f"numerim: {' '.join(subject.split())}"
    message["From"] = unquote(server.username or "") if "@" in unquote(server.username or "") else os.environ[_TO]
    message["To"] = os.environ[_TO]
    message.set_content(says)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 0, timeout=30) as connection:
        if server.scheme == "smtp" and server.username:
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def automations(webhook: UUID | None, mailed: UUID | None) -> list[AutomationCore]:
    """The automations of `automations.yaml`, as far as there is something for them to do."""
    text = (Path(__file__).parent / "automations.yaml").read_text("utf-8")
    nothing = UUID(int=0)
    said = yaml.safe_load(Template(text).substitute(WEBHOOK=webhook or nothing, MAIL=mailed or nothing))
    read = [AutomationCore.model_validate(one) for one in said["automations"]]
    return [one for one in read if str(nothing) not in one.model_dump_json()]


def apply(
    webhook: Annotated[str, typer.Option("--webhook", help="The address that every event is sent to.")] = "",
    mailed: Annotated[bool, typer.Option("--mail", help=f"Send mail; workers have {_SMTP} and {_TO}.")] = False,
    pool: Annotated[str, typer.Option("--pool", help="The work pool whose workers send mail.")] = "numerim",
) -> None:
    """Put the automations of numerim onto the server that PREFECT_API_URL names."""
    block: Any = Webhook(url=SecretStr(webhook)).save("numerim", overwrite=True) if webhook else None
    deployed: Any = None
    if mailed:
        deployed = mail.to_deployment(  # type: ignore[union-attr]
            name="mail",
            description="Sends a mail, for automations.",
            tags=["numerim-alerts"],
            work_pool_name=pool,
            job_variables={"command": processes.RUN},
            entrypoint_type=EntrypointType.MODULE_PATH,
        ).apply()
    made = automations(block, deployed)
    with get_client(sync_client=True) as client:
        names = {one.name for one in automations(UUID(int=1), UUID(int=1))}
        for old in client.request("POST", "/automations/filter", json={"limit": 200}).json():
            if old["name"] in names:
                client.request("DELETE", "/automations/{id}", path_params={"id": old["id"]})
        for one in made:
            client.request("POST", "/automations/", json=one.model_dump(mode="json"))
            typer.echo(one.name)


if __name__ == "__main__":
    if not os.environ.get("PREFECT_API_URL"):
        sys.exit("numerim: PREFECT_API_URL is not set: it says which server, such as http://127.0.0.1:4200/api")
    from numerim.flows import alerts  # by its name, so that workers find the flow

    typer.run(alerts.apply)
