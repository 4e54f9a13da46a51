import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SipHostSettings } from '#asterisk-config/sip-host-settings';
import { listAudit } from '#runtime/store/audit';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, byeFromCallee, invite } from '../support/sipp-scenario.ts';
import { until } from '../support/supervisor.ts';

const instance = useInstance();

async function api(method: string, path: string, body?: unknown) {
  const { supervisor, folder } = instance();
  const token = (await readFile(join(folder, 'cli-token'), 'utf8')).trim();
  const answer = await fetch(`${supervisor.status().address}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
}

test('addresses and TLS are active after a restart of Asterisk that waits until no call is live', async () => {
  const { supervisor, folder, sip, store, publish } = instance();
  const nodes = {
    start: { step: 'incoming-call', to: { next: 'hello' } },
    hello: { step: 'play', settings: { sounds: [{ say: 'Hello, this takes a while to say.' }] }, to: { next: 'bye' } },
    bye: { step: 'hang-up' },
  };
  await publish(flowOf(nodes, { id: 'hello' }), '100');
  const first = await api('GET', '/api/sip-host');
  expect(first.json).toMatchObject({
    host: { bindAddress: '127.0.0.1', tls: { enabled: false } },
    restartNeeded: false,
  });

  const authorities = join(folder, 'authorities.pem');
  const missing = { bindAddress: '0.0.0.0', tls: { enabled: true, authoritiesFile: authorities } };
  expect((await api('PUT', '/api/sip-host', missing)).json).toMatchObject({ code: 'sip-host-file-missing' });
  await writeFile(authorities, '');
  const wanted = { bindAddress: '0.0.0.0', publicAddress: '203.0.113.7', localNetworks: ['10.0.0.0/8'] };
  const changed = await api('PUT', '/api/sip-host', wanted);
  expect(changed.json).toMatchObject({ host: wanted, active: { bindAddress: '127.0.0.1' }, restartNeeded: true });

  const before = supervisor.status();
  const call = runSipp({ sip, extension: '100', parts: [invite(), answered(5_000), byeFromCallee()] });
  await until('the call', () => supervisor.status().liveCalls === 1, 5_000);
  expect((await api('POST', '/api/sip-host/restart', { when: 'idle' })).status).toBe(202);
  expect((await api('GET', '/api/sip-host')).json).toMatchObject({ waiting: true });
  expect(await call).toMatchObject({ successful: 1, failed: 0 });

  const isOther = () => {
    const { asterisk, runtime } = supervisor.status();
    const pids = [asterisk?.pid, runtime?.pid];
    return (
      pids.every((pid) => pid !== undefined) &&
      asterisk?.pid !== before.asterisk?.pid &&
      runtime?.pid !== before.runtime?.pid
    );
  };
  await until('another Asterisk and runtime', isOther, 20_000);
  const active = async () => (await api('GET', '/api/sip-host').catch(() => undefined))?.json?.active;
  await until('the settings', async () => (await active())?.bindAddress === '0.0.0.0', 10_000);
  expect((await api('GET', '/api/sip-host')).json).toMatchObject({
    active: wanted,
    restartNeeded: false,
    waiting: false,
  });
  const file = await readFile(join(folder, 'asterisk', 'etc', 'pjsip.conf'), 'utf8');
  expect(file).toContain('external_media_address = 203.0.113.7');
  const again = await runSipp({ sip, extension: '100', parts: [invite(), answered(5_000), byeFromCallee()] });
  expect(again).toMatchObject({ successful: 1, failed: 0 });
  expect((await listAudit(store.db, 10)).map(({ action }) => action)).toContain('sip-host.changed');
}, 60_000);

test('what was never set keeps SIP on this machine', () => {
  expect(SipHostSettings.parse({})).toMatchObject({ bindAddress: '127.0.0.1', tls: { enabled: false, port: 5061 } });
});
