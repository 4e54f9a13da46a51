import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attach, detach } from '#runtime/attach/attach';
import { consoleOf } from '#runtime/attach/console';
import { attachPlan } from '#runtime/attach/plan';
import { survey } from '#runtime/attach/survey';
import { realAsterisk } from '../support/real-asterisk.ts';
import { startTheirAsterisk, type TheirAsterisk } from '../support/their-asterisk.ts';

let theirs: TheirAsterisk;
let folder: string;
let command: [string, ...string[]];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-theirs-'));
  theirs = await startTheirAsterisk(folder);
  command = [...(await realAsterisk()).command];
});
afterAll(async () => {
  await theirs.stop();
  await rm(folder, { recursive: true, force: true });
});

const look = () => survey(theirs.etc, consoleOf(command, theirs.etc));
const errors = async () => attachPlan(await look()).findings.filter(({ severity }) => severity === 'error');

/** What is in the one and not in the other, line by line. */
const added = (before: string, after: string) => {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line));
};

test('the dry run says what would change, and changes nothing', async () => {
  const before = [await theirs.dumps(), await theirs.files()];
  const found = await look();
  expect(found).toMatchObject({
    ari: { enabled: true, users: ['owner'] },
    ami: { enabled: true, users: ['owner'] },
    endpoints: ['200', 'carrier'],
    contexts: ['from-internal', 'from-carrier'],
    sipPort: theirs.sipPort,
  });
  const plan = attachPlan(found);
  expect(plan.changes.map(({ file }) => file)).toEqual([
    'patchcord/attach-ari.conf',
    'patchcord/attach-manager.conf',
    'patchcord/attach-extensions.conf',
    'ari.conf',
    'manager.conf',
    'extensions.conf',
  ]);
  expect(plan.findings.map(({ code }) => code)).toEqual(['reloads']);
  expect([await theirs.dumps(), await theirs.files()]).toEqual(before);
});

test('attached, all that was there is as it was but for ours; detached, no trace is left', async () => {
  const [dumps, files] = [await theirs.dumps(), await theirs.files()];
  const attached = await attach(theirs.etc, command, await look());
  const after = await theirs.dumps();
  for (const [shown, text] of Object.entries(after)) {
    const ours = added(dumps[shown] ?? '', text).join('\n');
    if (shown === 'dialplan show')
      for (const name of ['inbound', 'away', 'refer']) expect(ours).toContain(`'patchcord-${name}'`);
    else if (/users/.test(shown)) expect(ours).toContain('patchcord');
    else expect(text, shown).toBe(dumps[shown]);
    // Nothing that was there is gone: totals aside.
    const gone = added(text, dumps[shown] ?? '').filter((line) => !/^(-=|\d+ manager users)/.test(line));
    expect(gone, shown).toEqual([]);
  }
  expect((await stat(join(theirs.etc, 'patchcord', 'attach-ari.conf'))).mode & 0o777).toBe(0o600);
  expect((await errors()).map(({ code }) => code)).toEqual(['user-taken', 'context-taken']);
  const { username, password, url } = attached.asterisk.ari;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  expect((await fetch(`${url}/channels`, { headers: { authorization } })).status).toBe(200);

  await detach(attached);
  expect(await theirs.files()).toEqual(files);
  await expect.poll(() => theirs.dumps(), { timeout: 5000 }).toEqual(dumps);
  expect((await fetch(`${url}/channels`, { headers: { authorization } })).status).toBe(401);
});

test('where the running Asterisk is another one, all is put back', async () => {
  const files = await theirs.files();
  const other = { ...(await look()), http: { enabled: true, address: '127.0.0.1', port: 9 } };
  await expect(attach(theirs.etc, command, other)).rejects.toMatchObject({ code: 'attach-unanswered' });
  expect(await theirs.files()).toEqual(files);
});

test('what keeps it from being attached is named with what to do, and nothing is changed for it', async () => {
  const found = await look();
  const codes = (more: Partial<typeof found>) =>
    attachPlan({ ...found, ...more }).findings.map(({ severity, code }) => `${severity} ${code}`);
  expect(codes({ http: { ...found.http, enabled: false } })).toContain('error http-disabled');
  expect(codes({ http: { ...found.http, address: '0.0.0.0' } })).toContain('note http-open');
  expect(codes({ ari: { ...found.ari, enabled: false } })).toContain('error ari-disabled');
  expect(codes({ ami: { ...found.ami, enabled: false } })).toContain('error ami-disabled');
  expect(codes({ modules: ['app_stasis'] })).toContain('error modules-missing');
  expect(codes({ version: '16.28.0' })).toContain('note asterisk-old');
});

test('a line that somebody wrote after ours stays when it is detached', async () => {
  const attached = await attach(theirs.etc, command, await look());
  const path = join(theirs.etc, 'extensions.conf');
  const text = (await theirs.files())['extensions.conf']?.replace(/^\d+ /, '') ?? '';
  await writeFile(path, `${text}[later]\nexten = 1,1,NoOp()\n`);
  await detach(attached);
  const left = (await theirs.files())['extensions.conf'];
  expect(left).toContain('[later]');
  expect(left).not.toContain('patchcord/attach');
});
