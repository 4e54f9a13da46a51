import { afterEach, expect, test } from 'vitest';
import { bridgesOf } from '#runtime/ari/bridges';
import { channelsOf } from '#runtime/ari/channels';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { type Line, useLines } from '../ari/lines.ts';
import { useAsterisk } from '../support/asterisk.ts';
import { FakeCarrier, type FakeCarrierOptions } from '../support/carrier/fake-carrier.ts';
import { requestUriOf } from '../support/carrier/sip-message.ts';

const asterisk = useAsterisk();
const openLine = useLines();
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A carrier, and a trunk to it by ARI. */
async function connected(options: FakeCarrierOptions = {}, password = 'open sesame') {
  const carrier = await FakeCarrier.start({ accounts: { alice: 'open sesame' }, ...options });
  cleanups.push(() => carrier.stop());
  const line = await openLine({ server: asterisk().ari });
  const config = dynamicConfigOf(line.connection);
  const transport = options.transports?.[0] ?? 'udp';
  const server = `sip:${carrier.address}:${carrier.port}${transport === 'udp' ? '' : `;transport=${transport}`}`;
  const put: typeof config.put = (type, id, fields) => {
    cleanups.push(() => config.remove(type, id));
    return config.put(type, id, fields);
  };
  await put('auth', 'pc-fake', { auth_type: 'userpass', username: 'alice', password });
  await put('endpoint', 'pc-fake', {
    context: 'patchcord-inbound',
    transport: `transport-${transport}`,
    outbound_auth: 'pc-fake',
    disallow: 'all',
    allow: 'alaw,ulaw',
    direct_media: 'no',
  });
  await put('identify', 'pc-fake', { endpoint: 'pc-fake', match: carrier.address });
  const register = () =>
    put('registration', 'pc-fake', {
      server_uri: server,
      client_uri: `sip:alice@${carrier.address}`,
      outbound_auth: 'pc-fake',
      transport: `transport-${transport}`,
      max_random_initial_delay: '0',
      line: 'yes',
      endpoint: 'pc-fake',
    });
  const dial = (id: string, number: string) =>
    channelsOf(line.connection).originate({
      id,
      app: 'patchcord',
      endpoint: `PJSIP/pc-fake/${server.replace('sip:', `sip:${number}@`)}`,
    });
  return { carrier, line, register, dial };
}

async function ended(line: Line, id: string) {
  return line.event('ChannelDestroyed', ({ channel }) => channel.id === id);
}

for (const transport of ['udp', 'tcp'] as const)
  test(`registers, calls out with an echo and calls in with a tone, by ${transport}`, async () => {
    const { carrier, line, register, dial } = await connected({ transports: [transport] });
    await register();
    if (!carrier.registrations.has('alice')) await new Promise((resolve) => carrier.once('registered', resolve));

    await dial(`out-${transport}`, '+442012345678');
    const out = await (await carrier.nextCall()).until('acknowledged');
    expect(requestUriOf(out.invite)).toContain('sip:+442012345678@127.0.0.2');
    const bridges = bridgesOf(line.connection);
    await line.event('StasisStart', ({ channel }) => channel.id === `out-${transport}`);

    const answering = line.event('StasisStart', ({ channel }) => channel.id !== `out-${transport}`);
    const dialled = carrier.call({ account: 'alice', to: 's', from: '+491234567' });
    const { channel } = await answering;
    await channelsOf(line.connection).answer(channel.id);
    const incoming = await dialled;
    expect(incoming.status).toBe(200);
    await bridges.create({ id: `both-${transport}`, type: ['mixing'] });
    cleanups.push(() => bridges.destroy(`both-${transport}`));
    await bridges.add(`both-${transport}`, [`out-${transport}`, channel.id]);
    await expect
      .poll(() => [out.rtp.received > 20, incoming.rtp.received > 20], { timeout: 5_000 })
      .toEqual([true, true]);
    await incoming.hangUp();
    await channelsOf(line.connection).hangUp(`out-${transport}`);
    await out.until('ended');
    expect(out.end).toBe('bye-received');
  });

test('a wrong password, a busy line, an unknown number and a codec that nobody has', async () => {
  const { carrier, line, dial } = await connected({}, 'wrong');
  await dial('wrong-password', '+4420');
  expect((await ended(line, 'wrong-password')).tech_cause).toBe(407);
  for (const [id, rule, status] of [
    ['busy', { challenge: 'never', status: 486 }, 486],
    ['unknown', { challenge: 'never', status: 404 }, 404],
    ['codec', { challenge: 'never', codecs: ['G722'] }, 488],
  ] as const) {
    carrier.rules.INVITE = rule;
    await dial(id, '+4420');
    expect((await ended(line, id)).tech_cause, id).toBe(status);
  }
});
