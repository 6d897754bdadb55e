"""llama-index-llms-openai-like."""

import adapter
from llama_index.core.base.llms.types import ChatMessage, ImageBlock, TextBlock
from llama_index.llms.openai_like import OpenAILike

histories = {}


def ask(question, seen):
    options = {"timeout": question["timeout"]} if question.get("timeout") else {}
    if question.get("person"):
        options["additional_kwargs"] = {"user": question["person"]}
    model = OpenAILike(
        model=question["model"],
        api_base=question["url"],
        api_key=question["key"],
        is_chat_model=True,
        default_headers=adapter.headers(question),
        **options,
    )
    messages = histories.setdefault(question["history"], []) if question.get("history") else []
    messages.append(message(question))
    fields = {"tools": [adapter.TOOL]} if question.get("tools") else {}
    if question["stream"]:
        answer = stream(model, messages, fields, seen)
    else:
        answer = model.chat(messages, **fields)
        seen.text = answer.message.content
    if answer is not None and not seen.left:
        note(answer, seen)
        messages.append(answer.message)


def message(question):
    blocks = [TextBlock(text=question["say"])]
    if question.get("picture"):
        blocks.append(ImageBlock(url=adapter.PICTURE))
    return ChatMessage(role="user", blocks=blocks)


def stream(model, messages, fields, seen):
    answer = None
    pieces = model.stream_chat(messages, **fields)
    for answer in pieces:
        if seen.piece(answer.delta):
            # Closing is all that a program can do here.
            pieces.close()
            break
    return answer


def note(answer, seen):
    raw = answer.raw
    choices = getattr(raw, "choices", None)
    seen.finish = choices[0].finish_reason if choices else None
    seen.usage = adapter.usage(getattr(raw, "usage", None))


adapter.serve(ask)
