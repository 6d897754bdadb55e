// The loop that every Node.js client shares: one JSON object per line in, one per line out.
// A request has the members that the runner's class `Question` writes; an answer has those that `Seen` reads.
import { createInterface } from 'node:readline';

export const PICTURE =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
export const TOOL = {
    type: 'function',
    function: { name: 'weather', description: 'The weather of a city.', parameters: PARAMETERS },
};

/** The client has no way to do this. */
export class NotPossible extends Error {}

/** What the program that uses the client got to see. */
class Seen {
    constructor(question) {
        Object.assign(this, { question, text: '', finish: null, usage: null, left: false });
    }

    /** Takes a piece of the answer; true when the program is to leave the stream now. */
    async piece(text) {
        if (!text) return false;
        const first = this.text === '';
        this.text += text;
        if (first && this.question.pause) {
            await new Promise((resolve) => setTimeout(resolve, this.question.pause * 1000));
        }
        this.left = Boolean(this.question.leave);
        return this.left;
    }
}

/** The content of the newest user message. */
export function content(question) {
    if (!question.picture) return question.say;
    return [
        { type: 'text', text: question.say },
        { type: 'image_url', image_url: { url: PICTURE } },
    ];
}

export function headers(question) {
    return question.chat ? { 'X-Session-Id': question.chat } : {};
}

/** Prompt, completion and total tokens of an OpenAI usage object. */
export function usage(value) {
    return value ? [value.prompt_tokens, value.completion_tokens, value.total_tokens] : null;
}

const histories = new Map();

/** The messages of a history, which the adapter extends. */
export function history(question) {
    if (!question.history) return [];
    if (!histories.has(question.history)) histories.set(question.history, []);
    return histories.get(question.history);
}

function told(error) {
    const cause = error.lastError ?? error;
    return {
        type: cause.constructor?.name ?? typeof cause,
        message: String(cause.message ?? cause),
        status: cause.status ?? cause.statusCode ?? null,
    };
}

export async function serve(ask) {
    // A failure that a library leaves without a handler must not end the program.
    process.on('unhandledRejection', () => {});
    process.stdout.write('{}\n');
    for await (const line of createInterface({ input: process.stdin })) {
        const question = JSON.parse(line);
        const seen = new Seen(question);
        const answer = {};
        try {
            await ask(question, seen);
        } catch (error) {
            if (error instanceof NotPossible) answer.impossible = error.message;
            else answer.error = told(error);
        }
        Object.assign(answer, { text: seen.text, finish: seen.finish, usage: seen.usage, left: seen.left });
        process.stdout.write(JSON.stringify(answer) + '\n');
    }
    process.exit(0);
}
