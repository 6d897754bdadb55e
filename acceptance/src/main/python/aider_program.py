"""aider, the program, asked once with --message."""

import os
import signal
import subprocess
import sys
import tempfile

import adapter

AIDER = os.path.join(os.path.dirname(sys.executable), "aider")
OPTIONS = ["--no-git", "--no-auto-commits", "--yes-always", "--no-check-update", "--no-show-model-warnings"]
QUIET = ["--no-analytics", "--no-pretty", "--no-show-release-notes", "--no-gitignore", "--no-fancy-input"]


def ask(question, seen):
    for member in ("history", "chat", "person", "tools", "picture", "pause"):
        if question.get(member):
            raise adapter.NotPossible("aider has no such thing")
    with tempfile.TemporaryDirectory() as folder:
        command = [AIDER, *OPTIONS, *QUIET, "--model", "openai/" + question["model"]]
        command += ["--stream" if question["stream"] else "--no-stream", "--chat-mode", "ask"]
        if question.get("timeout"):
            command += ["--timeout", str(int(question["timeout"]))]
        environment = dict(os.environ, OPENAI_API_BASE=question["url"], OPENAI_API_KEY=question["key"], HOME=folder)
        environment["PYTHONUNBUFFERED"] = "1"
        program = subprocess.Popen(
            [*command, "--message", question["say"]],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        read(program, seen)


def read(program, seen):
    shown = b""
    # The answer is one line that ends with it, so no line is waited for.
    while piece := os.read(program.stdout.fileno(), 4096):
        shown += piece
        if seen.question.get("leave") and not seen.left and b"answered in the order" in shown:
            program.send_signal(signal.SIGINT)
            seen.left = True
    program.wait()
    whole = shown.decode(errors="replace")
    seen.text = whole
    # It ends with 0 whatever happened; an error is a line of its own.
    if "litellm." in whole and ("Error" in whole or "Exception" in whole):
        raise RuntimeError(whole[whole.index("litellm.") :].strip())
    seen.finish = "stop"


adapter.serve(ask)
