"""Alerts: the automations of `flows/automations.yaml` on a server, and the mail that they send."""

import os
import socketserver
import subprocess
import sys
import threading
from uuid import UUID

import pytest

from numerim.errors import InputError

ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("webhook", "mailed", "names"),
    [
        (None, None, []),
        (ONE, None, ["numerim calls the webhook"]),
        (None, ONE, ["numerim writes a mail", "numerim writes a mail about runs"]),
    ],
)
def test_there_are_automations_for_what_can_be_done(prefect_server, webhook, mailed, names):
    from numerim.flows.alerts import automations

    assert [one.name for one in automations(webhook, mailed)] == names


def test_a_mail_says_in_its_subject_what_happened():
    from jinja2 import Environment

    from numerim.flows.alerts import automations

    subject = automations(None, ONE)[0].actions[0].parameters["subject"]["template"]
    event = {"event": "numerim.source.failed", "payload": {"election": "xk-night"}}
    assert Environment(autoescape=True).from_string(subject).render(event=event) == "xk-night: source failed"


def test_they_take_the_place_of_earlier_ones(prefect_server):
    from prefect.client.orchestration import get_client

    from numerim.flows.alerts import apply
    from numerim.flows.tidy import make_pool

    with get_client(sync_client=True) as client:
        make_pool(client, "numerim")
        command = [sys.executable, "-m", "numerim.flows.alerts", "--mail", "--webhook", "http://127.0.0.1:9/a"]
        subprocess.run(command, env={**os.environ, "PREFECT_API_URL": prefect_server}, check=True)
        assert client.read_deployment_by_name("alert/mail").entrypoint == "numerim.flows.alerts.mail"
        for webhook, count in [("http://127.0.0.1:9/b", 3), ("", 2)]:
            apply(webhook=webhook, mailed=True, pool="numerim")
            there = client.request("POST", "/automations/filter", json={"limit": 200}).json()
            assert len([one for one in there if one["name"].startswith("numerim ")]) == count


class Post(socketserver.StreamRequestHandler):
    """A server of mail that takes any."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        taking = False
        for line in self.rfile:
            if taking:
                self.server.came.append(line.decode().rstrip())
                taking = line != b".\r\n"
            word = line[:4].upper()
            taking |= word == b"DATA"
            if not taking:
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")


def test_a_mail_is_sent(monkeypatch):
    from numerim.flows.alerts import mail

    for name in ("NUMERIM_SMTP", "NUMERIM_MAIL_TO"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match="NUMERIM_SMTP: it is not set"):
        mail.fn("x", "y")
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as server:
        server.came = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("NUMERIM_SMTP", f"smtp://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("NUMERIM_MAIL_TO", "desk@example.org")
        mail.fn("xk-night: finding opened\n", "R402 …")
        server.shutdown()
    assert "Subject: numerim: xk-night: finding opened" in server.came
    assert "To: desk@example.org" in server.came
