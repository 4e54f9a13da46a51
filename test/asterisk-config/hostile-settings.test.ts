import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SipHost } from '#asterisk-config/host';
import { type PjsipObject, pjsipObjectsFile } from '#asterisk-config/pjsip-object';
import { Trunk } from '#asterisk-config/trunk';
import { TrunkError } from '#asterisk-config/trunk-error';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { freeHost, type RunningAsterisk } from '#runtime/supervisor/asterisk';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { complaintsOf } from '../support/asterisk-log.ts';
import { hostileText } from '../support/hostile-text.ts';
import { misread, objectIn, pushObject } from '../support/pjsip-objects.ts';
import { trunkOf } from '../support/trunk.ts';

const count = 2_000;
const seed = Math.trunc(Math.random() * 2 ** 31);
const strings = fc.sample(hostileText, { numRuns: count, seed });
const host = SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 20_000 });
const digest = { kind: 'digest', domain: '127.0.0.9', qualifySeconds: 0, password: { secret: 'PW' } };

/** Each free-text field with a way to put a text into it. Where the text isn't taken, the error has to name the field. */
const fields: Record<string, (text: string) => Record<string, unknown>> = {
  username: (username) => ({ username, callerId: { header: 'p-asserted-identity' } }),
  authUsername: (authUsername) => ({ username: 'acme', authUsername }),
  password: () => ({ username: 'acme' }),
  domain: (domain) => ({ username: 'acme', domain }),
  registrar: (registrar) => ({ username: 'acme', registrar }),
  outboundProxy: (outboundProxy) => ({ username: 'acme', outboundProxy }),
  name: (name) => ({ username: 'acme', name }),
  techPrefix: (techPrefix) => ({ username: 'acme', techPrefix }),
  country: (country) => ({ username: 'acme', country }),
  headers: (value) => ({ username: 'acme', headers: [{ name: 'X-Hostile', value }] }),
  sourceAddresses: (address) => ({ username: 'acme', sourceAddresses: [address] }),
  calledNumber: (header) => ({ username: 'acme', calledNumber: { header } }),
};

type Outcome = { field: string; text: string; objects: readonly PjsipObject[] };
const accepted: Outcome[] = [];
const refused: { field: string; text: string; named: string | undefined; words: string }[] = [];

for (const [field, settingsOf] of Object.entries(fields)) {
  for (const [index, text] of strings.entries()) {
    const parsed = Trunk.safeParse({
      ...trunkOf({ id: `${field.toLowerCase()}-${index}` }),
      ...digest,
      ...settingsOf(text),
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      refused.push({ field, text, named: String(issue?.path[0]), words: issue?.message ?? '' });
      continue;
    }
    try {
      const secretOf = () => (field === 'password' ? text : 'secret');
      const objects = trunkObjects([parsed.data], { host, secretOf, dialplanContext: 'patchcord-inbound' });
      accepted.push({ field, text, objects });
    } catch (error) {
      const { field: named, message } = error as TrunkError;
      if (!(error instanceof TrunkError)) throw error;
      refused.push({ field, text, named, words: message });
    }
  }
}

/** The objects that hold a text in clear; those of other fields would be the same over and over. */
const holding = accepted
  .filter(({ field }) => ['username', 'authUsername', 'password', 'domain', 'outboundProxy'].includes(field))
  .flatMap(({ field, objects }) => {
    const type = field === 'authUsername' || field === 'password' ? 'auth' : 'endpoint';
    return objects.filter((object) => object.type === type);
  });

let asterisk: RunningAsterisk;
beforeAll(async () => {
  asterisk = await startPrivateAsterisk({
    host: await freeHost(),
    readyWithinMs: 60_000,
    amend: (files) => ({ ...files, 'pjsip.conf': `${files['pjsip.conf']}\n${pjsipObjectsFile(holding)}` }),
  });
}, 90_000);
afterAll(() => asterisk.stop());

test(`${count} texts in every free-text field: what is refused is refused by the name of the field, in words`, () => {
  for (const { field, text, named, words } of refused) {
    expect(named, `${JSON.stringify(text.slice(0, 80))} in ${field} (seed ${seed})`).toBe(field);
    expect(words.length).toBeGreaterThan(10);
  }
  expect(refused.length + accepted.length).toBe(count * Object.keys(fields).length);
});

test('what is taken is read back from a file by a real Asterisk byte for byte', async () => {
  const taken = accepted.filter(({ field }) => field === 'password').length;
  expect(taken).toBeGreaterThan(count / 4);
  for (const object of holding) {
    expect(misread(object, await objectIn(asterisk.ari, object)), `seed ${seed}`).toEqual([]);
  }
  // So many endpoints at once make it say that it is busy.
  const complaints = (await complaintsOf(asterisk)).filter((line) => !line.includes('taskprocessor.c'));
  expect(complaints, `seed ${seed}`).toEqual([]);
}, 120_000);

test('and so is what is pushed by ARI', async () => {
  const auths = holding
    .filter(({ type }) => type === 'auth')
    .map((object) => ({ ...object, id: `${object.id}-pushed` }));
  for (const auth of auths) {
    expect(await pushObject(asterisk.ari, auth), `seed ${seed}`).toBeUndefined();
    expect(misread(auth, await objectIn(asterisk.ari, auth)), `seed ${seed}`).toEqual([]);
  }
}, 120_000);
