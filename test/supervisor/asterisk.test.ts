import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { useAsterisk } from '../support/asterisk.ts';

const asterisk = useAsterisk();

async function ari(method: string, path: string): Promise<{ status: number; body: unknown }> {
  const { url, username, password } = asterisk().ari;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${url}${path}`, { method, headers: { authorization } });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('our Asterisk starts without an error or a warning of its own making', async () => {
  const log = await readFile(asterisk().logFile, 'utf8');
  expect(log).not.toMatch(/\bERROR\[/);
});

test('everything that ARI and a call need is loaded', async () => {
  const { body } = await ari('GET', '/asterisk/modules');
  const stopped = (body as { name: string; status: string }[]).filter(({ status }) => status !== 'Running');
  expect(stopped.map(({ name }) => name)).toEqual([]);
});

test('the sounds of the package can be played', async () => {
  expect((await ari('GET', '/sounds/please-try-call-later')).status).toBe(200);
});

test('an object that ARI pushes is kept in the database of Asterisk', async () => {
  const made = await ari('PUT', '/asterisk/config/dynamic/res_pjsip/aor/kept');
  expect(made.status).toBe(200);
  expect(await asterisk().cli('database show patchcord-aor')).toContain('/patchcord-aor/aor/kept');
});
