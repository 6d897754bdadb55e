"""openai, both major versions."""

import adapter
from openai import OpenAI

histories = {}


def ask(question, seen):
    options = {"timeout": question["timeout"]} if question.get("timeout") else {}
    with OpenAI(base_url=question["url"], api_key=question["key"], **options) as client:
        messages = histories.setdefault(question.get("history"), []) if question.get("history") else []
        messages.append({"role": "user", "content": adapter.content(question)})
        fields = {"model": question["model"], "messages": messages, "extra_headers": adapter.headers(question)}
        if question.get("person"):
            fields["user"] = question["person"]
        if question.get("tools"):
            fields["tools"] = [adapter.TOOL]
        if question["stream"]:
            stream(client, fields, seen)
        else:
            whole(client, fields, seen)
        messages.append({"role": "assistant", "content": seen.text})


def stream(client, fields, seen):
    with client.chat.completions.create(**fields, stream=True, stream_options={"include_usage": True}) as chunks:
        for chunk in chunks:
            seen.usage = adapter.usage(chunk.usage) or seen.usage
            for choice in chunk.choices:
                seen.finish = choice.finish_reason or seen.finish
                if seen.piece(choice.delta.content):
                    return


def whole(client, fields, seen):
    completion = client.chat.completions.create(**fields)
    seen.text = completion.choices[0].message.content
    seen.finish = completion.choices[0].finish_reason
    seen.usage = adapter.usage(completion.usage)


adapter.serve(ask)
