import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { SimulationMessage, SimulationRequest } from '#runtime/flow/simulation';
import { validateFlow } from '#runtime/flow/validate';
import { parseKeys } from '#runtime/secrets/key';
import type { App } from '#runtime/server/context';
import { closeCodes, OpenSockets } from '#runtime/server/open-sockets';
import { SimulatorSocket } from '#runtime/server/simulator-socket';
import { simulatorPort } from '#runtime/simulator-port';
import { builtIn, flowOf, stepsByType } from '../support/flow-of.ts';
import { type TestServer, useServer } from '../support/server.ts';

const newServer = useServer();

const flow = flowOf(
  {
    start: { step: 'incoming-call', to: { next: 'hours' } },
    hours: {
      step: 'opening-hours',
      settings: { hours: 'office' },
      to: { open: 'pin', closed: 'bye', holiday: 'bye' },
    },
    pin: {
      step: 'collect',
      settings: {
        prompt: { say: 'Your number, {{ caller.name }}?' },
        min: 2,
        max: 2,
        sensitive: true,
        variable: 'pin',
      },
      to: { collected: 'bye', noInput: 'bye', invalid: 'bye' },
    },
    bye: { step: 'hang-up', settings: { prompt: { say: 'Goodbye.' } } },
  },
  { variables: [{ name: 'pin', type: 'text', sensitive: true }] },
);
const broken = { ...flow, edges: flow.edges.filter(({ from }) => from !== 'start') };

async function withSimulator(add?: (app: App) => void): Promise<TestServer & { host: string }> {
  const server = await newServer({}, add);
  const { ports } = server;
  ports.validate = (given) => validateFlow(given, builtIn);
  ports.simulator = simulatorPort({
    steps: stepsByType(),
    catalogue: builtIn,
    keyring: parseKeys(server.key, 'test'),
    // As slow as a database.
    hours: async (_id, atMs) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { state: new Date(atMs).getUTCHours() < 17 ? 'open' : 'closed', untilMs: null, holiday: '' };
    },
  });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const address = server.app.server.address();
  return { ...server, host: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

async function simulator({ host, cookie }: { host: string; cookie: string }) {
  const socket = new WebSocket(`ws://${host}/api/simulator`, { headers: { cookie, origin: `http://${host}` } });
  const got: SimulationMessage[] = [];
  socket.on('message', (data) => got.push(JSON.parse(String(data))));
  await once(socket, 'open');
  const of = <T extends SimulationMessage['type']>(type: T) =>
    got.filter((message): message is Extract<SimulationMessage, { type: T }> => message.type === type);
  return {
    socket,
    got,
    of,
    send: (request: SimulationRequest | object) => socket.send(JSON.stringify(request)),
    exits: () =>
      of('event').flatMap(({ event }) => (event.type === 'step.left' ? [`${event.nodeId} ${event.exit}`] : [])),
    until: <T extends SimulationMessage['type']>(type: T, count = 1) =>
      vi.waitFor(() => expect(of(type).length).toBeGreaterThanOrEqual(count), { timeout: 5_000, interval: 10 }),
  };
}

describe('the simulator', () => {
  it('runs a scripted call at once and gives its record, with secrets left out', async () => {
    const { request } = await withSimulator();
    const script = {
      startsAt: '2030-01-07T09:00:00Z',
      caller: { number: '+491', name: 'Ada' },
      actions: [{ at: 'pin', press: '42' }],
    };
    const answer = await request('POST', '/api/simulator/run', { flow, script });
    expect(answer.statusCode).toBe(200);
    const { record, heard, unused } = answer.json();
    expect(record.trace.map(({ nodeId }: { nodeId: string }) => nodeId)).toEqual(['start', 'hours', 'pin', 'bye']);
    expect(record).toMatchObject({ test: true, end: { by: 'flow' } });
    expect(heard[0]).toBe('Your number, Ada?');
    expect(unused).toEqual([]);
    expect(answer.body).not.toContain('"42"');
    const late = { startsAt: '2030-01-07T22:00:00Z' };
    const closed = (await request('POST', '/api/simulator/run', { flow, script: late })).json();
    expect(closed.record.trace.map(({ nodeId }: { nodeId: string }) => nodeId)).toEqual(['start', 'hours', 'bye']);
  });

  it('answers with the issues of a flow that has errors, and names what is wrong in a script', async () => {
    const { request } = await withSimulator();
    const answer = await request('POST', '/api/simulator/run', { flow: broken });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'flow-has-errors',
      details: { issues: expect.arrayContaining([expect.objectContaining({ nodeId: 'start' })]) },
    });
    const script = { actions: [{ press: 'x' }] };
    expect((await request('POST', '/api/simulator/run', { flow, script })).statusCode).toBe(400);
    const unknown = { actions: [], variables: { nothing: 1 } };
    expect((await request('POST', '/api/simulator/run', { flow, script: unknown })).json()).toMatchObject({
      code: 'variable-undeclared',
    });
  });

  it('lets a person play a call: events as they happen, what is waited for, and the end', async () => {
    const server = await withSimulator();
    const { send, until, of, exits, got, socket } = await simulator(server);
    const at = '2030-01-07T09:00:00Z';
    send({ type: 'start', flow, at, caller: { number: '+491', name: 'Ada' }, settings: { speed: 20 } });
    await until('waiting');
    await vi.waitFor(() => expect(of('waiting').at(-1)).toMatchObject({ for: 'prompt', text: 'Your number, Ada?' }));
    expect(of('waiting').at(-1)?.atMs).toBeLessThan(Date.parse(at) + 2_000);
    await vi.waitFor(() => expect(of('waiting').at(-1)).toMatchObject({ for: 'keys', nodeId: 'pin' }));
    send({ type: 'press', keys: '42' });
    await until('ended');
    expect(exits()).toEqual(expect.arrayContaining(['start next', 'hours open', 'pin collected']));
    expect(of('ended')[0]).toMatchObject({ end: { by: 'flow' } });
    expect(JSON.stringify(got)).not.toMatch(/"42"|"4"/);
    send({ type: 'press', keys: '1' });
    await vi.waitFor(() => expect(of('problem')).toMatchObject([{ code: 'no-call' }]));
    // The same connection plays the next call, from its beginning.
    send({ type: 'start', flow, at: '2030-01-07T22:00:00Z' });
    await vi.waitFor(() => expect(exits()).toContain('hours closed'));
    send({ type: 'advance', ms: 60_000 });
    await until('ended', 2);
    socket.close();
  });

  it('refuses a flow with errors by its issues, and says what it did not understand', async () => {
    const { send, until, of, socket } = await simulator(await withSimulator());
    send({ type: 'start', flow: broken });
    await until('refused');
    expect(of('refused')[0]?.issues[0]).toMatchObject({ nodeId: 'start', severity: 'error' });
    send({ type: 'start', flow: { schemaVersion: 1 } });
    await until('refused', 2);
    send({ type: 'start', flow, settings: { variables: { nothing: 1 } } });
    await until('problem');
    expect(of('problem')[0]).toMatchObject({ code: 'variable-undeclared' });
    socket.send('{');
    socket.send('['.repeat(500));
    send({ type: 'dance' });
    await until('problem', 4);
    expect(
      of('problem')
        .slice(1)
        .every(({ code }) => code === 'request-invalid'),
    ).toBe(true);
    socket.close();
  });

  it('is for whoever is signed in, ends with the session, and nobody has many', async () => {
    const server = await withSimulator();
    const refused = new WebSocket(`ws://${server.host}/api/simulator`, {
      headers: { origin: `http://${server.host}` },
    });
    refused.on('error', () => {});
    const [, response] = await once(refused, 'unexpected-response');
    expect(response.statusCode).toBe(401);
    refused.terminate();
    const open = [];
    for (let count = 0; count < 8; count += 1) open.push(await simulator(server));
    const ninth = await simulator(server);
    const [code] = await once(ninth.socket, 'close');
    expect(code).toBe(closeCodes.tooMuch);
    open[0]?.send({ type: 'start', flow, settings: { paused: true } });
    await open[0]?.until('event');
    const closing = Promise.all(open.map(({ socket }) => once(socket, 'close')));
    await server.request('POST', '/sign-out', '', { 'content-type': 'application/x-www-form-urlencoded' });
    expect((await closing).map(([each]) => each)).toEqual(open.map(() => closeCodes.signedOut));
  });

  it('cuts off who sends too much, and who has done nothing for long', async () => {
    const server: Awaited<ReturnType<typeof withSimulator>> = await withSimulator((app) =>
      app.get('/idle', { websocket: true, config: { access: 'user' } }, (socket) => {
        new SimulatorSocket({ socket, sockets: new OpenSockets(), ports: server.ports, idleMs: 100 });
      }),
    );
    const { socket, send } = await simulator(server);
    for (let count = 0; count < 100; count += 1) send({ type: 'resume' });
    expect((await once(socket, 'close'))[0]).toBe(closeCodes.tooMuch);
    const idle = new WebSocket(`ws://${server.host}/idle`, {
      headers: { cookie: server.cookie, origin: `http://${server.host}` },
    });
    expect((await once(idle, 'close'))[0]).toBe(closeCodes.idle);
  });
});
