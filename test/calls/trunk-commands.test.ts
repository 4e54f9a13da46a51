import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '#runtime/package-root';
import { createFlow } from '#runtime/store/manage-flows';
import { ensureOwner } from '#runtime/store/users';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { type Instance, useInstance } from '../support/instance.ts';
import { smallFlow } from '../support/store.ts';

const instance = useInstance();
const said: string[] = [];

/** The command as somebody types it, with this on its standard input. */
function patchcord(args: readonly string[], input = ''): Promise<{ code: number; out: string; error: string }> {
  const child = spawn(process.execPath, [join(packageRoot(), 'runtime/bin.mjs'), ...args], {
    env: { ...process.env, PATCHCORD_HOME: instance().folder },
  });
  const texts = { out: '', error: '' };
  child.stdout.on('data', (data) => {
    texts.out += data;
  });
  child.stderr.on('data', (data) => {
    texts.error += data;
  });
  child.stdin.end(input);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      said.push(texts.out, texts.error);
      resolve({ code: code ?? 1, ...texts });
    }),
  );
}
/** The secret that holds a trunk's password gets another value. */
async function fetchPut({ supervisor, folder }: Instance, trunkId: string, value: string): Promise<void> {
  const token = (await readFile(join(folder, 'cli-token'), 'utf8')).trim();
  const answer = await fetch(`${supervisor.status().address}/api/secrets/trunk-${trunkId}-password`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ value }),
  });
  expect(answer.status).toBe(204);
}
const json = async (args: readonly string[], input?: string) =>
  JSON.parse((await patchcord([...args, '--json'], input)).out);

test('a trunk and its number are added, listed, assigned, restored and removed from the command line', async () => {
  const { store } = instance();
  await createFlow(store.db, smallFlow('reception'), { by: (await ensureOwner(store.db)).id });
  const settings = ['--set', 'domain=127.0.0.2', '--set', 'username=12345', '--set', 'registrar=127.0.0.2:9'];
  const add = ['trunk', 'add', '--carrier', 'generic-registration', '--name', 'Acme', ...settings, '--password-stdin'];
  expect(await json(add, 'canary-hunter2\n')).toMatchObject({
    id: 'acme',
    kind: 'registration',
    username: '12345',
    password: { secret: 'trunk-acme-password' },
  });
  const added = await json(['number', 'add', '+4930123456', '--trunk', 'acme', '--away', 'mailbox:Main']);
  expect(added).toMatchObject({ number: '+4930123456', whenAway: { kind: 'mailbox', mailbox: 'Main' } });
  const assigned = await json(['number', 'assign', '+4930123456', '--flow', 'reception']);
  expect(assigned).toMatchObject({ inboundFlow: 'reception', whenAway: { kind: 'mailbox', mailbox: 'Main' } });
  expect((await patchcord(['number', 'list'])).out).toContain(
    '+4930123456  by Acme  flow reception  away: mailbox:Main',
  );
  expect((await patchcord(['trunk', 'list'])).out).toMatch(/^acme {2}Acme: (in Asterisk|on its way)/);
  expect((await patchcord(['trunk', 'show', 'acme'])).out).toContain('Numbers: +4930123456');
  const never = await json(['trunk', 'restore', 'acme']);
  expect(never.error).toMatchObject({ code: 'trunk-never-passed', fix: 'Name a revision: 1.' });
  expect(await json(['trunk', 'restore', 'acme', '1'])).toMatchObject({ revision: 2 });
  expect((await json(['trunk', 'remove', 'acme'])).error).toMatchObject({ code: 'trunk-in-use' });
  expect((await patchcord(['number', 'remove', '+4930123456'])).code).toBe(0);
  expect((await patchcord(['trunk', 'remove', 'acme'])).code).toBe(0);
  expect(said.join()).not.toContain('hunter2');
}, 60_000);

test('a trunk is made of the block that a carrier shows, and its password is not asked for again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pc-cli-'));
  const file = join(folder, 'settings.yaml');
  await writeFile(file, 'username: u1\npassword: canary-hunter3\nserver: sip.acme.example\n');
  const made = await json(['trunk', 'add', '--file', file, '--name', 'From file']);
  expect(made).toMatchObject({
    id: 'from-file',
    username: 'u1',
    password: { secret: expect.stringMatching(/^pasted-/) },
  });
  await rm(folder, { recursive: true });
  expect((await patchcord(['trunk', 'remove', 'from-file'])).code).toBe(0);
  expect(said.join()).not.toContain('hunter3');
}, 60_000);

test('a trunk is tested rung by rung, and what the carrier refuses is said with the field to change', async () => {
  const carrier = await FakeCarrier.start({ accounts: { alice: 'canary-right5' } });
  const at = `${carrier.address}:${carrier.port}`;
  const settings = ['--set', 'username=alice', '--set', `registrar=${at}`, '--set', `domain=${carrier.address}`];
  const add = [
    'trunk',
    'add',
    '--carrier',
    'generic-registration',
    '--name',
    'Tested',
    ...settings,
    '--password-stdin',
  ];
  await json(add, 'canary-wrong5');
  const wrong = await patchcord(['trunk', 'test', 'tested']);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/^x .*401/m);
  expect(wrong.out).toContain('(password)');
  await fetchPut(instance(), 'tested', 'canary-right5');
  const right = await patchcord(['trunk', 'test', 'tested']);
  expect([right.code, right.out]).toEqual([0, expect.stringContaining('All is well.')]);
  expect(await json(['trunk', 'restore', 'tested'])).toMatchObject({ id: 'tested' });
  const log = await readFile(join(instance().folder, 'runtime.log'), 'utf8');
  expect(`${said.join()}${log}`).not.toMatch(/canary-(right|wrong)5/);
  expect((await patchcord(['trunk', 'remove', 'tested'])).code).toBe(0);
  await carrier.stop();
}, 120_000);

test('a password on the command line is refused, and so is what is no number', async () => {
  const refused = await json(['trunk', 'add', '--set', 'password=canary-hunter4']);
  expect(refused.error).toMatchObject({
    code: 'password-on-command-line',
    fix: expect.stringContaining('--password-stdin'),
  });
  expect(said.join()).not.toContain('hunter4');
  const wrong = await patchcord(['number', 'add', '030123456', '--trunk', 'acme']);
  expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining('+ and its country code')]);
  expect((await json(['trunk', 'add', '--carrier', 'nobody'])).error).toMatchObject({ code: 'carrier-unknown' });
}, 60_000);
