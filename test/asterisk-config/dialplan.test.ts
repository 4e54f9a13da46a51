import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { dialplanFile, inboundContext } from '#asterisk-config/dialplan';
import { useAsterisk } from '../support/asterisk.ts';
import { until } from '../support/supervisor.ts';

const asterisk = useAsterisk({ dialplan: { maxCallSeconds: 2 }, modules: ['res_clioriginate'] });

const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await asterisk().cli('channel request hangup all');
  await until('no channel', async () => (await channels()).length === 0, 5000);
});

/** One line a channel, its fields parted by `!`: name, context, extension, priority, state, application, data. */
async function channels(): Promise<string[][]> {
  const text = await asterisk().cli('core show channels concise');
  return text.split('\n').flatMap((line) => (line.includes('!') ? [line.split('!')] : []));
}

async function call(extension: string): Promise<void> {
  await asterisk().cli(`channel originate Local/${extension}@${inboundContext}/n application Wait 20`);
}

async function runs(application: string): Promise<boolean> {
  return (await channels()).some((fields) => fields[5] === application);
}

async function subscribe(): Promise<void> {
  const { url, username, password } = asterisk().ari;
  const address = `${url.replace('http', 'ws')}/events?app=patchcord&api_key=${username}:${password}`;
  const socket = new WebSocket(address);
  sockets.push(socket);
  await once(socket, 'open');
}

test('a call that no runtime takes hears the fallback prompt and is hung up', async () => {
  await call('100');
  await until(
    'the prompt',
    async () => (await channels()).some((f) => f[5] === 'Playback' && f[6] === 'please-try-call-later'),
    2000,
  );
  await until('the end', async () => (await channels()).length === 0, 8000);
});

test('a call that a runtime takes stays in its application, and is ended when it grows too old', async () => {
  await subscribe();
  await call('100');
  await until('Stasis', () => runs('Stasis'), 2000);
  const ms = await until('the end', async () => !(await runs('Stasis')), 4000);
  expect(ms).toBeGreaterThan(1000);
  expect(await runs('Playback')).toBe(false);
});

test.each(['100', '+4930123456', 'sales', 'h2', '*98', '#1', '0', 's', 'john.doe'])(
  'extension %s reaches the application',
  async (extension) => {
    expect(await asterisk().cli(`dialplan show ${extension}@${inboundContext}`)).toContain('Stasis(patchcord)');
  },
);

test('a name that would end the call of the dialplan application is refused', () => {
  const dialplan = { application: 'patchcord', fallbackSound: 'sorry', maxCallSeconds: 60 };
  for (const application of ['a)', 'a,b', 'a\nb', '$[1]']) {
    expect(() => dialplanFile({ ...dialplan, application })).toThrow(/no name/);
  }
  for (const fallbackSound of ['a&b', 'a,b', 'a)', 'a\nb', '$[1]']) {
    expect(() => dialplanFile({ ...dialplan, fallbackSound })).toThrow(/no name/);
  }
});
