import { expect, test } from 'vitest';
import { useServer } from '../support/server.ts';

const newServer = useServer();
const flow = (id: string) => ({
  schemaVersion: 1,
  id,
  name: 'Reminder',
  nodes: [{ id: 'start', step: 'incoming-call', position: { x: 0, y: 0 } }],
  edges: [],
});

async function server() {
  const running = await newServer();
  const asked: unknown[] = [];
  running.ports.calling = {
    start: async (call) => {
      asked.push(call);
      if ('number' in call.to && call.to.number.startsWith('+900'))
        throw Object.assign(new Error('That may not be called.'), { code: 'destination-denied', fix: 'Allow it.' });
      return 'c1_call';
    },
    callMe: async ({ flow: { id }, to }) => {
      asked.push({ id, to });
      return 'c1_mine';
    },
  };
  await running.request('POST', '/api/flows', { flow: flow('reminder') });
  return { ...running, asked };
}

test('a call is started with a flow, a destination, a number and variables', async () => {
  const { request, asked } = await server();
  const body = { flowId: 'reminder', to: { number: '+4930123456' }, from: '+4930999', variables: { name: 'Ann' } };
  const answer = await request('POST', '/api/calls', body);
  expect([answer.statusCode, answer.json()]).toEqual([201, { callId: 'c1_call' }]);
  expect(asked).toEqual([body]);
});

test('what the dial gate refuses answers 422 with its code and what to do', async () => {
  const { request } = await server();
  const answer = await request('POST', '/api/calls', { flowId: 'reminder', to: { number: '+900666777' } });
  expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: 'destination-denied', fix: 'Allow it.' }]);
});

test('what is no destination, and a flow that is not there, are refused before anything is dialled', async () => {
  const { request, asked } = await server();
  for (const to of [{ number: '030123' }, { sip: 'sip:a@b;x=y' }, { number: '+4930123', sip: 'sip:a@b' }, {}, 'x'])
    expect((await request('POST', '/api/calls', { flowId: 'reminder', to })).statusCode).toBe(400);
  expect((await request('POST', '/api/calls', { flowId: 'nowhere', to: { extension: '200' } })).statusCode).toBe(404);
  expect(asked).toEqual([]);
});

test('call me runs the draft, or the flow that it is given', async () => {
  const { request, asked } = await server();
  const to = { person: 'ann' };
  const answer = await request('POST', '/api/calls/me', { flowId: 'reminder', flow: flow('reminder'), to });
  expect([answer.statusCode, answer.json()]).toEqual([201, { callId: 'c1_mine' }]);
  expect(asked).toEqual([{ id: 'reminder', to }]);
});

test('without Asterisk no call can be made', async () => {
  const { request, ports } = await server();
  ports.calling = undefined;
  const answer = await request('POST', '/api/calls', { flowId: 'reminder', to: { extension: '200' } });
  expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'no-asterisk' }]);
});
