"""langchain-openai's ChatOpenAI."""

import adapter
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI

histories = {}


def ask(question, seen):
    options = {"timeout": question["timeout"]} if question.get("timeout") else {}
    model = ChatOpenAI(
        model=question["model"],
        base_url=question["url"],
        api_key=question["key"],
        default_headers=adapter.headers(question),
        stream_usage=True,
        **options,
    )
    if question.get("tools"):
        model = model.bind_tools([adapter.TOOL])
    if question.get("person"):
        model = model.bind(user=question["person"])
    messages = histories.setdefault(question["history"], []) if question.get("history") else []
    messages.append(HumanMessage(adapter.content(question)))
    if not question["stream"]:
        answer = model.invoke(messages)
        seen.text = answer.text if isinstance(answer.text, str) else answer.text()
    else:
        answer = stream(model, messages, seen)
    if answer is not None and not seen.left:
        seen.finish = answer.response_metadata.get("finish_reason")
        counts = answer.usage_metadata
        seen.usage = counts and [counts["input_tokens"], counts["output_tokens"], counts["total_tokens"]]
        messages.append(answer)


def stream(model, messages, seen):
    answer = None
    pieces = model.stream(messages)
    for piece in pieces:
        answer = piece if answer is None else answer + piece
        if seen.piece(piece.content):
            pieces.close()
            break
    return answer


adapter.serve(ask)
