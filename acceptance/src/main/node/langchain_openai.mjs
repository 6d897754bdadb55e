// @langchain/openai's ChatOpenAI.
import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { TOOL, content, headers, history, serve } from './adapter.mjs';

async function ask(question, seen) {
    const model = new ChatOpenAI({
        model: question.model,
        apiKey: question.key,
        configuration: { baseURL: question.url, defaultHeaders: headers(question) },
        streamUsage: true,
        ...(question.timeout ? { timeout: question.timeout * 1000 } : {}),
        ...(question.person ? { user: question.person } : {}),
    });
    const bound = question.tools ? model.bindTools([TOOL]) : model;
    const messages = history(question);
    messages.push(new HumanMessage({ content: content(question) }));
    const answer = question.stream ? await stream(bound, messages, seen) : await bound.invoke(messages);
    if (seen.left) return;
    if (!question.stream) seen.text = answer.content;
    seen.finish = answer.response_metadata.finish_reason;
    const counts = answer.usage_metadata;
    seen.usage = counts ? [counts.input_tokens, counts.output_tokens, counts.total_tokens] : null;
    messages.push(answer);
}

async function stream(model, messages, seen) {
    let answer;
    for await (const piece of await model.stream(messages)) {
        answer = answer ? answer.concat(piece) : piece;
        if (await seen.piece(piece.content)) break;
    }
    return answer;
}

await serve(ask);
