import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerIdOf } from '#asterisk-config/caller-id';
import { trunkDialString } from '#asterisk-config/dial-string';
import { SipHost } from '#asterisk-config/host';
import { pjsipObjectsFile } from '#asterisk-config/pjsip-object';
import { Trunk } from '#asterisk-config/trunk';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { freeHost, type RunningAsterisk } from '#runtime/supervisor/asterisk';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { hostileText } from '../support/hostile-text.ts';
import { trunkOf } from '../support/trunk.ts';

const seed = Math.trunc(Math.random() * 2 ** 31);
const values = fc
  .sample(hostileText, { numRuns: 500, seed })
  .filter((value) => Trunk.shape.headers.safeParse([{ name: 'X-A', value }]).success);

/** A carrier that hears INVITEs and wants none. */
const carrier = createSocket('udp4');
const invites = new Map<string, string>();
let asterisk: RunningAsterisk;
let trunk: Trunk;
beforeAll(async () => {
  carrier.bind(0, '127.0.0.9');
  await once(carrier, 'listening');
  carrier.on('message', (bytes, from) => {
    const text = bytes.toString();
    const number = /^INVITE sip:\+(\d+)@/.exec(text)?.[1];
    if (number === undefined) return;
    invites.set(number, text);
    const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
    const answer = ['SIP/2.0 404 Not Found', ...kept, 'Content-Length: 0', '', ''].join('\r\n');
    carrier.send(answer.replace(/^(To: .*)$/m, '$1;tag=x'), from.port, from.address);
  });
  const host = SipHost.parse(await freeHost());
  trunk = trunkOf({ domain: '127.0.0.9', port: carrier.address().port, qualifySeconds: 0 });
  const objects = trunkObjects([trunk], { host, secretOf: () => 'x', dialplanContext: 'patchcord-inbound' });
  asterisk = await startPrivateAsterisk({
    host,
    amend: (files) => ({ ...files, 'pjsip.conf': `${files['pjsip.conf']}\n${pjsipObjectsFile(objects)}` }),
  });
});
afterAll(async () => {
  carrier.close();
  await asterisk.stop();
});

async function call(number: string, variables: Record<string, string>): Promise<void> {
  const { url, username, password } = asterisk.ari;
  const response = await fetch(`${url}/channels`, {
    method: 'POST',
    body: JSON.stringify({ endpoint: trunkDialString(trunk, number), extension: 's', context: 'nowhere', variables }),
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
  });
  expect(response.status, await response.text()).toBe(200);
}

test('whatever header value a trunk may have arrives at the carrier byte for byte, in its own line', async () => {
  expect(values.length).toBeGreaterThan(150);
  for (const [index, value] of values.entries()) {
    const number = String(490_000_000 + index);
    const headers = [
      { name: 'X-Hostile', value },
      { name: 'X-After', value: 'end' },
    ];
    await call(`+${number}`, { ...callerIdOf({ ...trunk, headers }, undefined).variables });
    await expect.poll(() => invites.has(number), { timeout: 5000, interval: 5 }).toBe(true);
    const lines = invites.get(number)?.split('\r\n') ?? [];
    expect(lines, `seed ${seed}`).toContain(`X-Hostile: ${value}`);
    expect(lines).toContain('X-After: end');
  }
}, 120_000);
