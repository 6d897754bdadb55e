"""litellm as a library."""

import adapter
import litellm

litellm.telemetry = False
histories = {}


def ask(question, seen):
    messages = histories.setdefault(question["history"], []) if question.get("history") else []
    messages.append({"role": "user", "content": adapter.content(question)})
    fields = {
        "model": "openai/" + question["model"],
        "api_base": question["url"],
        "api_key": question["key"],
        "messages": messages,
        "extra_headers": adapter.headers(question),
    }
    if question.get("timeout"):
        fields["timeout"] = question["timeout"]
    if question.get("person"):
        # litellm drops `user` for models that it does not know.
        fields["extra_body"] = {"user": question["person"]}
    if question.get("tools"):
        fields["tools"] = [adapter.TOOL]
    if question["stream"]:
        stream(fields, seen)
    else:
        answer = litellm.completion(**fields)
        seen.text = answer.choices[0].message.content
        seen.finish = answer.choices[0].finish_reason
        seen.usage = adapter.usage(answer.usage)
    messages.append({"role": "assistant", "content": seen.text})


def stream(fields, seen):
    for chunk in litellm.completion(**fields, stream=True, stream_options={"include_usage": True}):
        seen.usage = adapter.usage(getattr(chunk, "usage", None)) or seen.usage
        for choice in chunk.choices:
            seen.finish = choice.finish_reason or seen.finish
            if seen.piece(choice.delta.content):
                return


adapter.serve(ask)
