// The AI SDK with its provider for OpenAI-compatible servers.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import { PARAMETERS, PICTURE, headers, history, serve } from './adapter.mjs';

async function ask(question, seen) {
    const provider = createOpenAICompatible({
        name: 'sluice',
        baseURL: question.url,
        apiKey: question.key,
        headers: headers(question),
        includeUsage: true,
    });
    const messages = history(question);
    messages.push({ role: 'user', content: content(question) });
    const leaving = new AbortController();
    // Its users limit the whole call; of a stream that would cut off what still lives.
    const limit = question.timeout && !question.stream ? [AbortSignal.timeout(question.timeout * 1000)] : [];
    const options = {
        model: provider.chatModel(question.model),
        messages,
        abortSignal: AbortSignal.any([leaving.signal, ...limit]),
    };
    if (question.person) options.providerOptions = { sluice: { user: question.person } };
    if (question.tools) options.tools = { weather: weather() };
    if (question.stream) await stream(options, leaving, seen);
    else note(await generateText(options), seen);
    messages.push({ role: 'assistant', content: seen.text });
}

function weather() {
    return tool({
        description: 'The weather of a city.',
        inputSchema: jsonSchema(PARAMETERS),
        execute: async ({ city }) => `sunny in ${city}`,
    });
}

function content(question) {
    if (!question.picture) return question.say;
    return [
        { type: 'text', text: question.say },
        { type: 'image', image: Buffer.from(PICTURE.split(',')[1], 'base64'), mediaType: 'image/png' },
    ];
}

async function stream(options, leaving, seen) {
    const result = streamText({ ...options, onError: () => {} });
    for await (const part of result.fullStream) {
        if (part.type === 'error') throw part.error;
        if (part.type === 'abort') {
            if (seen.left) return;
            throw new Error('the abort signal ended the stream');
        }
        if (part.type === 'finish') noteEnd(part.finishReason, part.totalUsage, seen);
        // Leaving the loop would not close the connection; the signal does.
        if (part.type === 'text-delta' && (await seen.piece(part.text))) leaving.abort();
    }
}

function note(result, seen) {
    seen.text = result.text;
    noteEnd(result.finishReason, result.usage, seen);
}

function noteEnd(finish, counts, seen) {
    seen.finish = finish;
    seen.usage = [counts.inputTokens, counts.outputTokens, counts.totalTokens];
}

await serve(ask);
