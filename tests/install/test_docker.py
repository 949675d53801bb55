"""The steps of the Dockerfile, run in order without Docker: in a root of their own that lies over this machine's.

What this does not show: that the image `python:…-slim` can be fetched and has what this machine has.
"""

import os
import re
import shlex
import shutil
import subprocess

import pytest

from tests.conftest import ROOT
from tests.install.conftest import copied

LINES = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text("utf-8")).splitlines()
STEPS = [line.split(None, 1) for line in LINES if line.strip() and not line.startswith("#")]
SENT = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]


def last(word):
    return [rest for step, rest in STEPS if step == word][-1]


def test_every_file_that_is_copied_is_there_and_sent():
    copies = [shlex.split(rest)[:-1] for step, rest in STEPS if step == "COPY" and "--from" not in rest]
    named = sorted(name for names in copies for name in names)
    assert named == sorted(SENT)
    assert all((ROOT / name).exists() for name in named)


def test_it_does_not_run_as_root():
    order = [step for step, _ in STEPS]
    assert last("USER") == "numerim"
    assert order.index("USER") > max(n for n, step in enumerate(order) if step == "RUN")


def can_mount():
    done = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and done.returncode == 0


def script(home):
    """Shell: every stage in an overlay; what the second copies from the first is taken from what the first wrote."""
    told, stage, names, env = ["set -eu"], 0, {}, {}
    for step, rest in STEPS:
        top = f"{home}/{stage}"
        inside = f"chroot {top}/root env {shlex.join(f'{k}={v}' for k, v in env.items())} sh -c "
        if step == "ARG":
            name, _, value = rest.partition("=")
            env[name] = value.strip('"')
        elif step == "FROM":
            stage, where = stage + 1, "/"
            top = f"{home}/{stage}"
            names[rest.partition(" AS ")[2]] = top
            told += [
                f"mkdir -p {top}/new {top}/work {top}/root",
                f"mount -t overlay overlay -o lowerdir=/,upperdir={top}/new,workdir={top}/work {top}/root",
                f"mount --rbind /dev {top}/root/dev",
                f"chmod o+x {top}/root/root {top}/root/root/.pyenv 2>/dev/null || true",  # a Python that is root's
            ]
        elif step == "WORKDIR":
            where = rest
            told.append(f"mkdir -p {top}/root{where}")
        elif step == "COPY":
            *sources, to = [word for word in shlex.split(rest) if not word.startswith("--")]
            origin = names[rest.split()[0].removeprefix("--from=")] + "/new" if "--from" in rest else f"{home}/context"
            target = f"{top}/root" + (to if to.startswith("/") else f"{where}/{to}")
            told.append(f"mkdir -p $(dirname {target}/x)" if to.endswith("/") else f"mkdir -p $(dirname {target})")
            told.append(f"cp -a {' '.join(f'{origin}/{source}' for source in sources)} {target}")
        elif step == "RUN":
            told.append(inside + shlex.quote(f"cd {where} && {rest}"))
        elif step == "ENV":
            env |= dict(word.split("=", 1) for word in shlex.split(rest.replace("$PATH", os.environ["PATH"])))
    used = (
        f"chroot --userspec=numerim {top}/root env HOME=/home/numerim {shlex.join(f'{k}={v}' for k, v in env.items())}"
    )
    told += [f"mount --bind {home}/mounted {top}/root/data", f"chroot {top}/root chown -R numerim /data"]
    return "\n".join([*told, f'container() {{ {used} sh -c "cd {where} && $1"; }}'])


@pytest.mark.heavy
@pytest.mark.skipif(not can_mount(), reason="only root may lay one root over another")
def test_its_steps_make_what_works_on_a_mounted_folder(tmp_path):
    copied(tmp_path / "all")
    for name in SENT:
        (tmp_path / "context").mkdir(exist_ok=True)
        shutil.move(tmp_path / "all" / name, tmp_path / "context" / name)
    shutil.copytree(ROOT / "raw", tmp_path / "mounted" / "raw")
    for folder in (tmp_path, *tmp_path.parents[:2]):  # pytest keeps them for root alone
        folder.chmod(0o755)
    assert last("ENTRYPOINT") == '["numerim"]'
    script_of = script(tmp_path)
    asked = 'container id; container "numerim --help"; container "numerim release xk-local-2021"'
    done = subprocess.run(
        ["unshare", "--mount", "bash", "-c", f"{script_of}\n{asked}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "(numerim) gid=" in done.stdout
    assert "Usage: numerim" in done.stdout
    assert "xk-local-2021 published 1.0.0: published/xk-local-2021/1.0.0" in done.stdout
    assert (tmp_path / "mounted" / "published" / "xk-local-2021" / "versions.json").stat().st_uid >= 1000
    wrote = {path.name for path in (tmp_path / "2" / "new" / "opt" / "numerim" / "bin").iterdir()}
    assert {"numerim", "python"} <= wrote
    assert "prefect" not in wrote
