import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ARI_EVENT_TYPES, parseEvent } from '#runtime/ari/events';

const channel = {
  id: 'c_ab12:1:1',
  name: 'PJSIP/trunk-00000001',
  state: 'Up',
  caller: { name: 'Ann "x" <b>', number: '+4930123456' },
  connected: { name: '', number: '' },
  dialplan: { context: 'in', exten: 's', priority: 1, app_name: 'Stasis', app_data: 'patchcord' },
  creationtime: '2026-01-01T00:00:00.000+0000',
  language: 'en',
};
const started = { type: 'StasisStart', application: 'patchcord', timestamp: 't', args: ['a'], channel };

test('a good event keeps what is used of it, and nothing else', () => {
  const parsed = parseEvent({ ...started, asterisk_id: 'x', extra: 1 });
  expect(parsed).toMatchObject({ event: { type: 'StasisStart', args: ['a'], channel: { id: 'c_ab12:1:1' } } });
  expect(JSON.stringify(parsed)).not.toContain('extra');
});

test('an event of a type that is not used is ignored', () => {
  for (const type of ['ChannelVarset', 'constructor', '__proto__', 'toString']) {
    expect(parseEvent({ ...started, type })).toEqual({ ignored: true });
  }
});

test('whatever comes is an event, ignored or malformed, and never throws', () => {
  const message = fc.oneof(
    fc.anything(),
    fc.record({ type: fc.constantFrom(...ARI_EVENT_TYPES), channel: fc.anything(), args: fc.anything() }),
    fc.record({ type: fc.anything() }),
  );
  fc.assert(
    fc.property(message, (value) => {
      const parsed = parseEvent(value);
      expect('event' in parsed || 'ignored' in parsed || 'malformed' in parsed).toBe(true);
    }),
  );
});
