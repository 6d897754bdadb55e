"""The loop that every Python client shares: one JSON object per line in, one per line out.

A request has the members that the runner's class `Question` writes; an answer has those that `Seen` reads.
"""

import json
import os
import sys
import time

PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


class NotPossible(Exception):
    """The client has no way to do this."""


class Seen:
    """What the program that uses the client got to see."""

    def __init__(self, question):
        self.question = question
        self.text = ""
        self.finish = None
        self.usage = None
        self.left = False

    def piece(self, text):
        """Takes a piece of the answer; true when the program is to leave the stream now."""
        if not text:
            return False
        first = not self.text
        self.text += text
        if first and self.question.get("pause"):
            time.sleep(self.question["pause"])
        self.left = bool(self.question.get("leave"))
        return self.left


def content(question):
    """The content of the newest user message."""
    if not question.get("picture"):
        return question["say"]
    return [
        {"type": "text", "text": question["say"]},
        {"type": "image_url", "image_url": {"url": PICTURE}},
    ]


def headers(question):
    return {"X-Session-Id": question["chat"]} if question.get("chat") else {}


def usage(value):
    """Prompt, completion and total tokens of an OpenAI usage object."""
    return value and [value.prompt_tokens, value.completion_tokens, value.total_tokens]


def status(error):
    for one in (error, error.__cause__, error.__context__):
        code = getattr(one, "status_code", None)
        if isinstance(code, int):
            return code
    return None


def serve(ask):
    # Libraries print to standard output; the answers keep it for themselves.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    # Libraries take seconds to load; no answer is to be measured with them.
    answers.write("{}\n")
    answers.flush()
    for line in sys.stdin:
        question = json.loads(line)
        seen = Seen(question)
        answer = {}
        try:
            ask(question, seen)
        except NotPossible as reason:
            answer["impossible"] = str(reason)
        except BaseException as error:  # Some libraries raise what is no Exception.
            answer["error"] = {"type": type(error).__name__, "message": str(error), "status": status(error)}
        answer.update(text=seen.text, finish=seen.finish, usage=seen.usage, left=seen.left)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
