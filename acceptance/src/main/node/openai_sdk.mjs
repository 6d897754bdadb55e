// openai for JavaScript.
import OpenAI from 'openai';
import { TOOL, content, headers, history, serve, usage } from './adapter.mjs';

async function ask(question, seen) {
    const client = new OpenAI({ baseURL: question.url, apiKey: question.key });
    // A timeout of the client, and not of the call, is sent to no server.
    const options = question.timeout ? { timeout: question.timeout * 1000 } : {};
    const call = { headers: headers(question), ...options };
    const messages = history(question);
    messages.push({ role: 'user', content: content(question) });
    const body = { model: question.model, messages };
    if (question.person) body.user = question.person;
    if (question.tools) body.tools = [TOOL];
    if (question.stream) await stream(client, body, call, seen);
    else await whole(client, body, call, seen);
    messages.push({ role: 'assistant', content: seen.text });
}

async function stream(client, body, call, seen) {
    const chunks = await client.chat.completions.create(
        { ...body, stream: true, stream_options: { include_usage: true } },
        call,
    );
    for await (const chunk of chunks) {
        seen.usage = usage(chunk.usage) ?? seen.usage;
        for (const choice of chunk.choices) {
            seen.finish = choice.finish_reason ?? seen.finish;
            if (await seen.piece(choice.delta.content)) return;
        }
    }
}

async function whole(client, body, call, seen) {
    const completion = await client.chat.completions.create(body, call);
    seen.text = completion.choices[0].message.content;
    seen.finish = completion.choices[0].finish_reason;
    seen.usage = usage(completion.usage);
}

await serve(ask);
