import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { existingAsterisk } from '#asterisk-config/existing-asterisk';
import { readConf } from '#asterisk-config/read-conf';
import type { RunningAsterisk } from '#runtime/supervisor/asterisk';
import { askAmi } from '../support/ami.ts';
import { startPrivateAsterisk } from '../support/asterisk.ts';

let asterisk: RunningAsterisk;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-read-'));
  asterisk = await startPrivateAsterisk({ folder });
});
afterAll(async () => {
  await asterisk.stop();
  await rm(folder, { recursive: true, force: true });
});

const tricky = `; a comment [no]
[base](!)
type=endpoint
allow = ulaw ; why
[child](base)
Password => p\\;w"x ;y
  context=from-x
;-- [hidden]
type=transport
--;
[other](base,child)
type = aor
[child](+)
match=10.0.0.1
match = 10.0.0.2,10.0.0.3
[spaced name]
a=b=c
`;

test('a file is read as a real Asterisk reads it', async () => {
  await writeFile(join(folder, 'etc', 'tricky.conf'), tricky);
  const reply = await askAmi(asterisk.ami, { Action: 'GetConfig', Filename: 'tricky.conf' });
  const theirs: { name: string; options: string[] }[] = [];
  for (const [field, value] of reply) {
    if (field.startsWith('Category-')) theirs.push({ name: value, options: [] });
    if (field.startsWith('Line-')) theirs.at(-1)?.options.push(value);
  }
  const ours = readConf(tricky).map(({ name, options }) => ({
    name,
    options: options.map(([key, value]) => `${key}=${value}`),
  }));
  const plain = (sections: typeof theirs) =>
    sections
      .filter(({ name }) => name !== 'base')
      .map(({ name, options }) => ({ name, options: options.map((line) => line.toLowerCase()) }));
  expect(plain(ours)).toEqual(plain(theirs));
});

test('what could collide is found', () => {
  const pjsip = `[udp](!)\ntype=transport\nbind=0.0.0.0\n[t1](udp)\nprotocol=udp\n[t2]\ntype=transport\nprotocol=tls\nverify_server=yes\nbind=0.0.0.0:5061
[id]\ntype=identify\nendpoint=carrier\nmatch=192.0.2.0/24, sip.example.net\n[carrier]\ntype=endpoint\n`;
  expect(existingAsterisk({ pjsip, extensions: '[general]\n[from-carrier]\nexten => s,1,NoOp()' })).toEqual({
    transports: [
      { id: 't1', protocol: 'udp', bind: '0.0.0.0', verifies: false },
      { id: 't2', protocol: 'tls', bind: '0.0.0.0:5061', verifies: true },
    ],
    identifies: [{ id: 'id', endpoint: 'carrier', match: ['192.0.2.0/24'] }],
    endpoints: ['carrier'],
    ids: ['t1', 't2', 'id', 'carrier'],
    contexts: ['from-carrier'],
  });
});
