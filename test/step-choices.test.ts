import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Choice, type ChoicesContext, defineStep } from '#runtime/flow/step';
import { parseAllowList } from '#runtime/http/allow-list';
import { guardedHttp } from '#runtime/http/guarded-http';
import { stepChoices } from '#runtime/step-choices';
import { useServer } from './support/server.ts';

/** A calendar service: two calendars for who has the key. */
let calendars: Server;
beforeAll(async () => {
  calendars = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const all = [
      ['c1', 'Reception'],
      ['c2', 'Workshop'],
    ];
    const found = all.filter(([, name]) => name!.toLowerCase().includes(url.searchParams.get('q') ?? ''));
    response.statusCode = request.headers.authorization === 'key-of-team-a' ? 200 : 403;
    response.end(JSON.stringify(found));
  });
  await new Promise<void>((resolve) => calendars.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void calendars.close());

const settings = z.strictObject({ team: z.string(), calendar: z.string().meta({ ui: 'live-choice' }) });
const bookingWith = (optionsFor: (ctx: ChoicesContext, field: string) => Promise<readonly Choice[]>) =>
  defineStep({
    type: 'booking',
    version: 1,
    title: 'Booking',
    group: 'data',
    icon: 'calendar',
    summary: 'Books a date.',
    settings,
    exits: { next: {} },
    traits: { needs: 'none', rights: { secrets: ['CALENDAR'] } },
    optionsFor,
    run: async (ctx) => ctx.exit('next'),
  });

const booking = bookingWith(async (ctx, field) => {
  if (field !== 'calendar') return [];
  const { port } = calendars.address() as AddressInfo;
  const { status, body } = await ctx.http({
    url: `http://127.0.0.1:${port}/?q=${encodeURIComponent(ctx.query)}`,
    headers: { authorization: (await ctx.secret('CALENDAR')) + String(ctx.settings.team) },
  });
  if (status !== 200) throw new Error(`The calendar service answers ${status}.`);
  return (JSON.parse(body) as [string, string][]).map(([value, label]) => ({ value, label }));
});

const partsOf = (step: typeof booking, allow = '127.0.0.1') => ({
  steps: new Map([[step.type, step]]),
  http: guardedHttp({ allow: parseAllowList(allow) }),
  secret: async (name: string) => (name === 'CALENDAR' ? 'key-of-' : 'not yours'),
});
const question = { step: 'booking', field: 'calendar', query: '', settings: { team: 'team-a' } };

describe('live choices', () => {
  it('come from the step, by the other settings and what was typed', async () => {
    const ask = (more: object) => stepChoices(partsOf(booking), { ...question, ...more });
    expect(await ask({})).toEqual([
      { value: 'c1', label: 'Reception' },
      { value: 'c2', label: 'Workshop' },
    ]);
    expect(await ask({ query: 'work' })).toEqual([{ value: 'c2', label: 'Workshop' }]);
    expect(await ask({ field: 'team' })).toEqual([]);
    expect(await ask({ step: 'none' })).toBeUndefined();
    await expect(ask({ settings: {} })).rejects.toMatchObject({
      code: 'choices-failed',
      message: expect.stringContaining('answers 403'),
    });
  });

  it('reach no address that a flow may not reach, and no secret that the step does not declare', async () => {
    await expect(stepChoices(partsOf(booking, ''), question)).rejects.toMatchObject({ code: 'http-address-refused' });
    const curious = bookingWith(async (ctx) => [{ value: await ctx.secret('OTHER'), label: 'x' }]);
    await expect(stepChoices(partsOf(curious), question)).rejects.toMatchObject({ code: 'secret-refused' });
  });

  it('that are none are refused', async () => {
    const wrong = bookingWith(async () => [{ value: 1 } as unknown as Choice]);
    await expect(stepChoices(partsOf(wrong), question)).rejects.toMatchObject({ code: 'choices-invalid' });
    const many = bookingWith(async () => Array.from({ length: 501 }, (_, n) => ({ value: `${n}`, label: 'x' })));
    await expect(stepChoices(partsOf(many), question)).rejects.toMatchObject({ code: 'choices-invalid' });
  });

  it('can not be promised by a setting without a step that finds them', () => {
    const { optionsFor: _, ...rest } = booking;
    expect(() => defineStep(rest as never)).toThrow("Step 'booking': settings.calendar has live choices");
  });
});

describe('the options of a step', () => {
  const newServer = useServer();

  it('are asked for while a node is edited', async () => {
    const { request, ports } = await newServer();
    ports.choices = (asked) => stepChoices(partsOf(booking), asked);
    const url = `/api/steps/booking/options/calendar?settings=${encodeURIComponent('{"team":"team-a"}')}`;
    expect((await request('GET', `${url}&q=work`)).json()).toEqual({ options: [{ value: 'c2', label: 'Workshop' }] });
    const failed = await request('GET', '/api/steps/booking/options/calendar');
    expect([failed.statusCode, failed.json().code]).toEqual([422, 'choices-failed']);
    const none = await request('GET', '/api/steps/none/options/calendar');
    expect([none.statusCode, none.json().code]).toEqual([404, 'choices-unknown']);
    const broken = await request('GET', '/api/steps/booking/options/calendar?settings=[');
    expect([broken.statusCode, broken.json().field]).toEqual([400, 'settings']);
  });
});
