import { describe, expect, test } from 'vitest';
import { reconcile } from '#runtime/ari/reconcile';
import type { Channel } from '#runtime/ari/resources';

const callOf = (id: string) => /^(c_\w+):/.exec(id)?.[1];
const known = [{ callId: 'c_1', channelId: '1700000000.1' }];

function channel(id: string, changes: Partial<Channel> = {}): Channel {
  return {
    id,
    name: `PJSIP/x-${id}`,
    state: 'Up',
    caller: { name: '', number: '' },
    connected: { name: '', number: '' },
    dialplan: { context: 'in', exten: 's', app_name: 'Stasis', app_data: 'patchcord,arg' },
    ...changes,
  };
}

const elsewhere = { context: 'in', exten: 's', app_name: 'Echo', app_data: '' };
const found = (channels: Channel[], bridgeIds: string[] = []) => ({
  appChannelIds: channels.map(({ id }) => id),
  channels,
  bridges: bridgeIds.map((id) => ({ id, bridge_type: 'mixing', channels: [] })),
});

describe('a known call', () => {
  test('whose channel is in the application is adopted, with everything it made', () => {
    const channels = [channel('1700000000.1'), channel('c_1:2:1')];
    const result = reconcile('patchcord', found(channels, ['c_1:3:1']), known, callOf);
    expect(result.adopt).toEqual([{ callId: 'c_1', channel: channels[0] }]);
    expect(result.gone).toEqual([]);
    expect(result.orphaned).toEqual({ channelIds: [], bridgeIds: [] });
  });

  test('whose channel is not there is gone, and what it made is orphaned', () => {
    const result = reconcile('patchcord', found([channel('c_1:2:1')], ['c_1:3:1']), known, callOf);
    expect(result.gone).toEqual(['c_1']);
    expect(result.orphaned).toEqual({ channelIds: ['c_1:2:1'], bridgeIds: ['c_1:3:1'] });
  });

  test('whose channel has left the application is gone, and the channel is left alone', () => {
    const result = reconcile('patchcord', found([channel('1700000000.1', { dialplan: elsewhere })]), known, callOf);
    expect(result.gone).toEqual(['c_1']);
    expect(result.orphaned.channelIds).toEqual([]);
  });
});

describe('an unknown channel', () => {
  test('in the application is orphaned, whoever named it', () => {
    const result = reconcile('patchcord', found([channel('1700000000.9'), channel('c_9:1:1')]), [], callOf);
    expect(result.orphaned.channelIds).toEqual(['1700000000.9', 'c_9:1:1']);
  });

  test('of ours that still rings is orphaned, one that is up in the dialplan is left alone', () => {
    const ringing = channel('c_9:1:1', { state: 'Ringing', dialplan: { ...elsewhere, app_name: 'AppDial2' } });
    const sent = channel('c_9:2:1', { dialplan: elsewhere });
    expect(reconcile('patchcord', found([ringing, sent]), [], callOf).orphaned.channelIds).toEqual(['c_9:1:1']);
  });

  test('or bridge of another application or another system is left alone', () => {
    const other = channel('1700000000.5', { dialplan: { ...elsewhere, app_name: 'Stasis', app_data: 'patchcord2' } });
    const result = reconcile('patchcord', found([other], ['someones-bridge']), [], callOf);
    expect(result.orphaned).toEqual({ channelIds: [], bridgeIds: [] });
  });
});
