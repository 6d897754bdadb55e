"""openai-agents with the chat completions model."""

import asyncio

import adapter
from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, Runner, SQLiteSession, function_tool
from agents import set_tracing_disabled
from openai import AsyncOpenAI

set_tracing_disabled(True)
sessions = {}


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return "sunny in " + city


def ask(question, seen):
    asyncio.run(run(question, seen))


async def run(question, seen):
    options = {"timeout": question["timeout"]} if question.get("timeout") else {}
    async with AsyncOpenAI(
        base_url=question["url"], api_key=question["key"], default_headers=adapter.headers(question), **options
    ) as client:
        extra = {"user": question["person"]} if question.get("person") else None
        agent = Agent(
            name="agent",
            model=OpenAIChatCompletionsModel(question["model"], openai_client=client),
            model_settings=ModelSettings(extra_body=extra, include_usage=True),
            tools=[weather] if question.get("tools") else [],
        )
        history = question.get("history")
        # A session needs text; a list of items is for pictures.
        session = sessions.setdefault(history, SQLiteSession(history)) if history else None
        if question["stream"]:
            await stream(agent, request(question), session, seen)
        else:
            result = await Runner.run(agent, request(question), session=session)
            seen.text = result.final_output
            note(result, seen)


def request(question):
    if not question.get("picture"):
        return question["say"]
    parts = [
        {"type": "input_text", "text": question["say"]},
        {"type": "input_image", "image_url": adapter.PICTURE, "detail": "auto"},
    ]
    return [{"role": "user", "content": parts}]


async def stream(agent, said, session, seen):
    result = Runner.run_streamed(agent, said, session=session)
    async for event in result.stream_events():
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            if seen.piece(event.data.delta):
                result.cancel()
                return
    note(result, seen)


def note(result, seen):
    counts = result.raw_responses[-1].usage
    seen.usage = [counts.input_tokens, counts.output_tokens, counts.total_tokens]
    # The library tells no finish reason.
    seen.finish = "stop"


adapter.serve(ask)
