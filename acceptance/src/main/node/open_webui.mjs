// A person before Open WebUI in a Chromium: one JSON object per line in, one per line out, with what the page shows.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const PATIENCE = 90_000;
const [, , address, executablePath] = process.argv;
// The network of a test machine may be closed; without these Chromium goes on trying to reach its maker.
const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const SANDBOX = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-component-update', '--disable-sync'];

const tokens = {};
const pages = {};
let browser;
let page;

async function call(path, body, token) {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
    return response.json();
}

function account(name) {
    return { name, email: `${name}@example.org`, password: `${name}-secret` };
}

const actions = {
    /** What an administrator does once: two people, and the connection with its headers. */
    async setup({ url, key, headers }) {
        tokens.ann = (await call('/api/v1/auths/signup', account('ann'))).token;
        tokens.bob = (await call('/api/v1/auths/add', { ...account('bob'), role: 'user' }, tokens.ann)).token;
        const connection = {
            ENABLE_OPENAI_API: true,
            OPENAI_API_BASE_URLS: [url],
            OPENAI_API_KEYS: [key],
            OPENAI_API_CONFIGS: { 0: { enable: true, headers } },
        };
        await call('/openai/config/update', connection, tokens.ann);
        const { version } = await (await fetch(`${address}/api/version`)).json();
        for (const token of Object.values(tokens)) {
            // The release notes would lie over the page.
            await call('/api/v1/users/user/settings/update', { ui: { version } }, token);
        }
        browser = await chromium.launch({ executablePath, args: [...QUIET, ...SANDBOX] });
    },

    /** A new chat of a person with a model; a temporary one if wanted. */
    async open({ person, model, temporary }) {
        if (!pages[person]) {
            const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1200, height: 900 } });
            await context.addInitScript((token) => localStorage.setItem('token', token), tokens[person]);
            context.setDefaultTimeout(PATIENCE);
            pages[person] = await context.newPage();
        }
        page = pages[person];
        await page.goto(`${address}/?model=${model}${temporary ? '&temporary-chat=true' : ''}`);
        await page.locator('#chat-input').waitFor();
    },

    /** Another temporary chat, without loading the page again. */
    async another() {
        await page.keyboard.press('Control+Shift+O');
        await page.locator('.chat-assistant').first().waitFor({ state: 'detached' });
        await page.waitForTimeout(1_000);
        const temporary = page.getByText('Temporary Chat', { exact: true }).first();
        if (!(await temporary.isVisible())) await page.locator('#temporary-chat-button').click();
    },

    async send({ text }) {
        const before = await page.locator('.chat-assistant').count();
        await page.locator('#chat-input').click();
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        await page.locator('.chat-assistant').nth(before).waitFor();
        await answered();
    },

    /** Sends, and stops the answer after its first words. */
    async stop({ text, words }) {
        await page.locator('#chat-input').click();
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        await page.locator('.chat-assistant', { hasText: words }).last().waitFor();
        await page.locator('button[aria-label="Stop"]').click();
        await answered();
    },

    async editFirst({ text }) {
        const message = page.locator('.user-message').first();
        await message.hover();
        await message.locator('button[aria-label="Edit"]').click();
        await page.locator('textarea[id^="message-edit-"]').fill(text);
        await page.locator('#confirm-edit-message-button').click();
        await page.locator('.user-message', { hasText: text }).waitFor();
        await answered();
    },

    async regenerate() {
        await page.locator('.chat-assistant').last().hover();
        await page.locator('button[aria-label="Regenerate"]').last().click();
        const again = page.getByText('Try Again', { exact: true });
        await again.click({ timeout: 5_000 }).catch(() => {});
        await answered();
    },

    async reload() {
        await page.reload();
        await page.locator('.user-message').first().waitFor();
        // What stands there may still be filled in.
        await page.waitForTimeout(1_000);
    },
};

/** Waits until no answer is under way; the button to stop it may come a moment after the message. */
async function answered() {
    await page.waitForTimeout(1_500);
    await page.locator('button[aria-label="Stop"]').waitFor({ state: 'detached' });
    await page.waitForTimeout(500);
}

async function shown() {
    if (!page) return [];
    return page.locator('.user-message, .chat-assistant').evaluateAll((messages) =>
        messages.map((message) => message.innerText),
    );
}

process.stdout.write('{}\n');
for await (const line of createInterface({ input: process.stdin })) {
    const { action, ...rest } = JSON.parse(line);
    const answer = {};
    try {
        await actions[action](rest);
    } catch (error) {
        answer.error = `${action}: ${error.message.split('\n')[0]}`;
        if (page && rest.picture) await page.screenshot({ path: rest.picture }).catch(() => {});
    }
    answer.shown = await shown().catch(() => []);
    process.stdout.write(JSON.stringify(answer) + '\n');
}
await browser?.close();
process.exit(0);
