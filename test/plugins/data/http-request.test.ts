import { describe, expect, test } from 'vitest';
import type { FlowTest } from '#runtime/flow/flow-test';
import { FlowTest as FlowTestSchema } from '#runtime/flow/flow-test';
import type { JsonObject } from '#runtime/flow/json';
import { validateFlow } from '#runtime/flow/validate';
import { aroundStep, builtIn, leftBy, run, timeIn } from '../../support/flow-of.ts';

const exits = ['ok', 'clientError', 'serverError', 'timeout'];
const url = 'https://crm.example.com/customers';
const variables = [
  { name: 'name', type: 'text' },
  { name: 'visits', type: 'number', default: 2 },
];
type Answers = Partial<NonNullable<FlowTest['http']>[number]>[];

const ask = (settings: JsonObject, http: Answers) =>
  run(aroundStep('http-request', { url, ...settings }, exits, { variables }), [], {
    script: FlowTestSchema.parse({ http }),
  });

describe('a request', () => {
  test('keeps parts of a JSON answer in variables, and leaves by ok with all of it', async () => {
    const body = { customer: { name: 'Ann', orders: [{ id: 7 }, { id: 8 }] } };
    const results = [
      { id: 'a', variable: 'name', value: 'response.body.customer.name' },
      { id: 'b', variable: 'visits', value: 'response.body.customer.orders[1].id + response.status' },
    ];
    const simulated = await ask({ results }, [{ body }]);
    expect(leftBy(simulated)).toEqual({ exit: 'ok', data: { status: 200, body } });
    expect(simulated.record.variables).toMatchObject({ name: 'Ann', visits: 208 });
  });

  test('carries parameters, headers with a secret, and fields as JSON', async () => {
    const settings = {
      method: 'POST',
      url: `${url}?v=1#top`,
      query: [{ id: 'q', name: 'who are you', value: '{{ caller.number }}&x=1' }],
      headers: [{ id: 'h', name: 'Authorization', value: 'Bearer ', key: { secret: 'CRM' } }],
      bodyKind: 'json',
      fields: [
        { id: 'f', name: 'number', value: 'caller.number' },
        { id: 'g', name: 'visits', value: 'vars.visits + 1' },
        { id: 'h', name: 'say', value: `'"hello"'` },
      ],
    };
    const simulated = await ask(settings, [{ status: 201, body: 'made' }]);
    expect(leftBy(simulated)).toEqual({ exit: 'ok', data: { status: 201, body: 'made' } });
    expect(simulated.requests).toEqual([
      {
        nodeId: 'node',
        method: 'POST',
        url: `${url}?v=1&who%20are%20you=%2B15550100%26x%3D1#top`,
        body: '{"number":"+15550100","visits":3,"say":"\\"hello\\""}',
      },
    ]);
    expect(JSON.stringify(simulated.record)).not.toContain('simulated-secret');
  });

  test.each([
    [404, 'clientError', { status: 404, body: { why: 'none' } }],
    [500, 'serverError', { status: 500, body: { why: 'none' }, message: 'The server answered with status 500.' }],
  ])('leaves by its status: %i', async (status, exit, data) => {
    const simulated = await ask({ retries: 0 }, [{ status, body: { why: 'none' } }]);
    expect(leftBy(simulated)).toEqual({ exit, data });
  });

  test('leaves by timeout when there is no answer in time, after another try', async () => {
    const simulated = await ask({ timeoutMs: 2_000 }, [{ afterMs: 60_000 }, { afterMs: 60_000 }]);
    expect(leftBy(simulated).exit).toBe('timeout');
    expect(timeIn(simulated)).toBe(2_000 + 300 + 2_000);
  });

  test('goes on as if nothing had happened when another try succeeds', async () => {
    for (const first of [{ unreachable: true }, { status: 503 }, { status: 429 }, { afterMs: 60_000 }]) {
      const simulated = await ask({}, [first, { body: 1 }]);
      expect(leftBy(simulated)).toEqual({ exit: 'ok', data: { status: 200, body: 1 } });
    }
  });

  test('that hands something over is tried again only where it can not have arrived', async () => {
    const unreachable = await ask({ method: 'POST' }, [{ unreachable: true }, {}]);
    expect(leftBy(unreachable).exit).toBe('ok');
    for (const first of [{ status: 503 }, { afterMs: 60_000 }]) {
      const simulated = await ask({ method: 'POST', retries: 5 }, [first, {}]);
      expect(leftBy(simulated).exit).not.toBe('ok');
      expect(simulated.requests).toHaveLength(1);
    }
  });

  test('without a connection leaves by server error, and says why', async () => {
    const simulated = await ask({ retries: 0 }, [{ unreachable: true }]);
    const data = { status: 0, body: null, message: 'The script says it can not be reached.' };
    expect(leftBy(simulated)).toEqual({ exit: 'serverError', data });
  });

  test('of a simulation without an answer fails, and says how to write one', async () => {
    const simulated = await ask({}, [{ at: 'start' }]);
    expect(leftBy(simulated)).toMatchObject({ exit: 'failed', data: { code: 'http-unscripted' } });
    expect(JSON.stringify(leftBy(simulated).data)).toContain('\\"at\\": \\"node\\"');
  });

  test('does not write a large answer down, but reads it', async () => {
    const body = { list: Array.from({ length: 3_000 }, (_, n) => `item ${n}`) };
    const results = [{ id: 'a', variable: 'name', value: 'response.body.list[2999]' }];
    const simulated = await ask({ results }, [{ body }]);
    expect(leftBy(simulated)).toEqual({ exit: 'ok', data: { status: 200, body: null } });
    expect(simulated.record.variables.name).toBe('item 2999');
  });

  test('is refused by the editor when it would send something with GET, or reads a name that is none', () => {
    const flow = aroundStep('http-request', { url, bodyKind: 'json' }, exits);
    expect(validateFlow(flow, builtIn).map(({ code }) => code)).toContain('check-failed');
    const results = [{ id: 'a', variable: 'name', value: 'answer.body' }];
    const other = aroundStep('http-request', { url, results }, exits, { variables });
    expect(validateFlow(other, builtIn).map(({ code }) => code)).toContain('name-unknown');
  });
});
