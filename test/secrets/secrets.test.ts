import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadKeyring, parseKeys } from '#runtime/secrets/key';
import { hideSealed, isSealed, open, openText, seal, sealText } from '#runtime/secrets/seal';
import { deleteSecret, listSecrets, readSecret, setSecret } from '#runtime/secrets/secrets';
import { saveDraft } from '#runtime/store/drafts';
import { createFlow } from '#runtime/store/manage-flows';
import { publishRevision } from '#runtime/store/revisions';
import { smallFlow, useStore } from '../support/store.ts';

const newStore = useStore();
const newKey = () => randomBytes(32).toString('base64');
const keyring = parseKeys(newKey(), 'test');
const canary = 'canary-7f3a-value';

describe('the key', () => {
  it('is made once, in a file only its owner can read, also by two runtimes at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchcord-key-'));
    const rings = await Promise.all([1, 2, 3, 4].map(() => loadKeyring(folder, {})));
    expect(new Set(rings.map((ring) => ring.current)).size).toBe(1);
    const file = join(folder, 'secret.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await loadKeyring(folder, {})).current).toBe(rings[0]?.current);
    expect(parseKeys(await readFile(file, 'utf8'), file).current).toBe(rings[0]?.current);
    await rm(folder, { recursive: true });
  });

  it('is refused when others may read it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchcord-key-'));
    await loadKeyring(folder, {});
    await chmod(join(folder, 'secret.key'), 0o644);
    await expect(loadKeyring(folder, {})).rejects.toMatchObject({ code: 'key-exposed' });
    await rm(folder, { recursive: true });
  });

  it('comes from the environment when it is there, in base64 or hexadecimal', async () => {
    const key = randomBytes(32);
    const one = await loadKeyring('/nowhere', { PATCHCORD_KEY: key.toString('base64') });
    const two = await loadKeyring('/nowhere', { PATCHCORD_KEY: key.toString('hex') });
    expect(one.current).toBe(two.current);
  });

  it.each(['', 'short', `${newKey()},short`, Buffer.alloc(31).toString('base64')])('is refused as %j', (text) => {
    expect(() => parseKeys(text, 'PATCHCORD_KEY')).toThrow(expect.objectContaining({ code: 'key-malformed' }));
  });

  it('can be replaced: the new one seals, the old one still opens', () => {
    const [older, newer] = [newKey(), newKey()];
    const sealed = sealText(parseKeys(older, 'test'), 'x', canary);
    const both = parseKeys(`${newer}\n${older}\n`, 'test');
    expect(openText(both, 'x', sealed)).toBe(canary);
    expect(openText(parseKeys(newer, 'test'), 'x', sealText(both, 'x', canary))).toBe(canary);
  });
});

describe('a sealed value', () => {
  it('opens to the same JSON, and never looks the same twice', () => {
    const value = { pin: '1234', list: [1, null, true] };
    const sealed = seal(keyring, 'call:1', value);
    expect(isSealed(sealed)).toBe(true);
    expect(JSON.stringify(sealed)).not.toContain('1234');
    expect(open(keyring, 'call:1', sealed)).toEqual(value);
    expect(seal(keyring, 'call:1', value)).not.toEqual(sealed);
  });

  it('does not open with another key, for another purpose, or damaged', () => {
    const sealed = sealText(keyring, 'call:1', canary);
    const other = parseKeys(newKey(), 'test');
    expect(() => openText(other, 'call:1', sealed)).toThrow(expect.objectContaining({ code: 'key-missing' }));
    expect(() => openText(keyring, 'call:2', sealed)).toThrow(expect.objectContaining({ code: 'sealed-damaged' }));
    for (let at = 'v1.12345678.'.length; at < sealed.length - 1; at += 5) {
      const damaged = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => openText(keyring, 'call:1', damaged)).toThrow(expect.objectContaining({ code: 'sealed-damaged' }));
    }
    for (const rubbish of ['', 'v1', 'v1..', 'v2.a.b', canary])
      expect(() => openText(keyring, 'call:1', rubbish)).toThrow(expect.objectContaining({ code: 'sealed-damaged' }));
  });

  it('is only marked as sealed for the eyes of people', () => {
    const record = { a: [seal(keyring, 'x', 'pin')], b: { c: 1 } };
    expect(hideSealed(record)).toEqual({ a: [{ sealed: true }], b: { c: 1 } });
  });
});

describe('a secret', () => {
  it('is read by its name, and is nowhere in the database in the clear', async () => {
    const { db, pool, owner } = await newStore();
    await setSecret(db, keyring, 'CRM_KEY', canary, owner.id);
    expect(await readSecret(db, keyring, 'CRM_KEY')).toBe(canary);
    await setSecret(db, keyring, 'CRM_KEY', `${canary}2`, owner.id);
    expect(await readSecret(db, keyring, 'CRM_KEY')).toBe(`${canary}2`);
    const dump = await pool.query('select secrets::text as row from secrets');
    expect(dump.rows).toHaveLength(1);
    expect(JSON.stringify(dump.rows)).not.toContain(canary);
  });

  it('can not be read with a lost key, which is said clearly', async () => {
    const { db, owner } = await newStore();
    await setSecret(db, keyring, 'CRM_KEY', canary, owner.id);
    const other = parseKeys(newKey(), 'test');
    const error = await readSecret(db, other, 'CRM_KEY').catch((caught) => caught);
    expect(error).toMatchObject({ code: 'key-missing', fix: expect.stringContaining('key file') });
    expect(String(error)).not.toContain(canary);
    expect(await listSecrets(db, other)).toMatchObject([{ name: 'CRM_KEY', readable: false }]);
    await expect(readSecret(db, keyring, 'NONE')).rejects.toMatchObject({ code: 'secret-unknown' });
  });

  it('does not open in the place of another', async () => {
    const { db, pool, owner } = await newStore();
    await setSecret(db, keyring, 'ONE', canary, owner.id);
    await setSecret(db, keyring, 'TWO', 'other', owner.id);
    await pool.query(`update secrets set sealed = (select sealed from secrets where name = 'ONE') where name = 'TWO'`);
    await expect(readSecret(db, keyring, 'TWO')).rejects.toMatchObject({ code: 'sealed-damaged' });
  });

  it('knows the drafts and revisions that name it, and stays while one needs it', async () => {
    const { db, owner } = await newStore();
    const withSecret = smallFlow('a', {
      nodes: [
        {
          id: 'start',
          step: 'incoming-call',
          stepVersion: 1,
          position: { x: 0, y: 0 },
          settings: { headers: [{ name: 'x', value: { secret: 'CRM_KEY' } }], text: { deep: { secret: 'CRM_KEY' } } },
        },
      ],
    });
    await setSecret(db, keyring, 'CRM_KEY', canary, owner.id);
    await setSecret(db, keyring, 'UNUSED', canary, owner.id);
    await createFlow(db, withSecret, { by: owner.id });
    const pins = { flows: {}, steps: {}, assets: [] };
    const revision = { flow: withSecret, pins, note: '', by: owner.id };
    await publishRevision(db, revision);
    await saveDraft(db, { flow: smallFlow('a'), basedOn: 1, by: owner.id });
    const usedBy = async () => (await listSecrets(db, keyring)).map((secret) => [secret.name, secret.usedBy]);
    expect(await usedBy()).toEqual([
      ['CRM_KEY', [{ flowId: 'a', draft: false, current: true, revisions: [1] }]],
      ['UNUSED', []],
    ]);
    await expect(deleteSecret(db, 'CRM_KEY')).rejects.toMatchObject({ code: 'secret-in-use' });
    await deleteSecret(db, 'UNUSED');
    await publishRevision(db, { ...revision, flow: smallFlow('a') });
    expect(await usedBy()).toEqual([['CRM_KEY', [{ flowId: 'a', draft: false, current: false, revisions: [1] }]]]);
    await deleteSecret(db, 'CRM_KEY');
    await expect(readSecret(db, keyring, 'CRM_KEY')).rejects.toMatchObject({ code: 'secret-unknown' });
  });
});
