import { describe, expect, test } from 'vitest';
import type { PhoneNumber } from '#asterisk-config/number';
import type { Trunk } from '#asterisk-config/trunk';
import { sharedEndpointId } from '#asterisk-config/trunk-names';
import { arrivalOf } from '#runtime/trunks/inbound-calls';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const berlin = '+4930123456';
const london = '+442079460123';

function arrive(
  trunks: Trunk[],
  numbers: PhoneNumber[],
  call: { channel?: string; extension: string; headers?: Record<string, string> },
) {
  const page = {
    trunks: new Map(trunks.map((trunk) => [trunk.id, trunk])),
    numbers: new Map(numbers.map((number) => [number.number, number])),
  };
  const { channel = 'PJSIP/pc-acme-0000002a', extension, headers = {} } = call;
  return arrivalOf(page, { channelName: channel, extension, header: async (name) => headers[name] });
}

const numberOf = async (...args: Parameters<typeof arrive>) => {
  const arrival = await arrive(...args);
  return arrival.kind === 'number' ? arrival.number.number : arrival.kind;
};

describe('a call of a carrier', () => {
  test('is for the number that was dialled, however the carrier writes it', async () => {
    const trunk = ipTrunk('acme', { country: 'DE' });
    for (const extension of ['+4930123456', '4930123456', '004930123456', '030123456'])
      expect(await numberOf([trunk], [numberAt('acme', berlin)], { extension })).toBe(berlin);
  });

  test('is told by the place that the trunk says, and by To where the address names only the account', async () => {
    const numbers = [numberAt('acme', berlin), numberAt('acme', london)];
    const headers = { To: `"A, <x>" <sip:${london}@acme.example>;tag=1`, 'X-DID': berlin };
    const call = { extension: 'u123', headers };
    expect(await numberOf([ipTrunk('acme')], numbers, call)).toBe(london);
    expect(await numberOf([ipTrunk('acme', { calledNumber: 'to' })], numbers, call)).toBe(london);
    expect(await numberOf([ipTrunk('acme', { calledNumber: { header: 'X-DID' } })], numbers, call)).toBe(berlin);
  });

  test('to an account with one number is for that number', async () => {
    const trunk = ipTrunk('acme', { kind: 'registration', username: 'u123', password: { secret: 'x' } });
    const call = { extension: 'u123', headers: { To: '<sip:u123@acme.example>' } };
    expect(await numberOf([trunk], [numberAt('acme', berlin)], call)).toBe(berlin);
    expect(await numberOf([trunk], [numberAt('acme', berlin), numberAt('acme', london)], call)).toBe('unknown');
    expect(await numberOf([trunk], [numberAt('acme', berlin)], { ...call, extension: 'u124' })).toBe('unknown');
  });

  test('of trunks that share addresses is told apart by the number', async () => {
    const trunks = [ipTrunk('one'), ipTrunk('two')];
    const channel = `PJSIP/${sharedEndpointId(['one', 'two'])}-00000001`;
    const numbers = [numberAt('one', berlin), numberAt('two', london)];
    const arrival = await arrive(trunks, numbers, { channel, extension: london });
    expect(arrival).toMatchObject({ kind: 'number', trunk: { id: 'two' } });
    expect(await numberOf(trunks, numbers, { channel, extension: '+12025550123' })).toBe('unknown');
  });

  test('never reaches an extension, nor a number of another trunk', async () => {
    const trunks = [ipTrunk('acme'), ipTrunk('other', { sourceAddresses: ['198.51.100.1'] })];
    const numbers = [numberAt('other', berlin)];
    expect(await arrive(trunks, numbers, { extension: '100' })).toEqual({
      kind: 'unknown',
      trunkId: 'acme',
      dialled: '100',
      number: undefined,
    });
    expect(await numberOf(trunks, numbers, { extension: berlin })).toBe('unknown');
    // The trunk was removed while its objects were still there.
    expect(await numberOf([], [], { extension: '100' })).toBe('unknown');
    expect(await numberOf([], [], { channel: 'PJSIP/pc-in-deadbeef-00000001', extension: '100' })).toBe('unknown');
  });

  test('is remembered as text, cut, and without control characters', async () => {
    const arrival = await arrive([ipTrunk('acme')], [], { extension: `<b>\r\n${'x'.repeat(200)}` });
    expect(arrival).toMatchObject({ kind: 'unknown', dialled: `<b>  ${'x'.repeat(75)}` });
  });

  test('on an existing PBX is known by the endpoint there', async () => {
    const trunk = ipTrunk('acme', { kind: 'pbx', pbx: { endpoint: 'my-carrier' } });
    const call = { channel: 'PJSIP/my-carrier-00000001', extension: berlin };
    expect(await numberOf([trunk], [numberAt('acme', berlin)], call)).toBe(berlin);
  });
});

test('calls from this machine and of people’s telephones are not a carrier’s', async () => {
  for (const channel of ['PJSIP/loopback-00000001', 'PJSIP/person-ada-x1y2-00000001', 'Local/1@x-00000001;1'])
    expect(await numberOf([ipTrunk('acme')], [], { channel, extension: '100' })).toBe('internal');
});
