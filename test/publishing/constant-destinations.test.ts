import { expect, test } from 'vitest';
import { mayDialNumber } from '#runtime/dial-gate/may-dial';
import { destinationIssues } from '#runtime/publishing/constant-destinations';
import { prepareRevision } from '#runtime/publishing/publish';
import { destinationOf, destinations, tableRules } from '../dial-gate/destinations.ts';
import { aroundStep, builtIn } from '../support/flow-of.ts';

const EXITS = ['ended', 'busy', 'noAnswer', 'rejected'];
const transferTo = (value: string, kind = 'number') => aroundStep('transfer', { to: { kind, value } }, EXITS);
const refuse = { allowed: false, message: 'Not there.', fix: 'Allow it.' } as const;

test('a flow that would call where the gate lets nobody go is published with a warning at the field', async () => {
  const prepared = await prepareRevision(transferTo('+88213300655'), {
    catalogue: builtIn,
    speak: async () => {},
    hasAsset: async () => true,
    mayDial: async (to) => ('number' in to ? mayDialNumber(tableRules, to.number) : { allowed: true }),
  });
  expect(prepared).toMatchObject({
    ok: true,
    warnings: [
      {
        code: 'destination-refused',
        severity: 'warning',
        nodeId: 'node',
        field: 'settings.to.value',
        message: expect.stringContaining('+882'),
      },
    ],
  });
});

test('what an expression will give is not judged, nor is an empty field', async () => {
  for (const value of ['{{ caller.number }}', '+49{{ vars.rest }}', ' '])
    expect(await destinationIssues(transferTo(value), builtIn, async () => refuse)).toEqual([]);
});

test.each(['number', 'sip', 'extension', 'person'])('a %s is asked for as what it is', async (kind) => {
  const asked: unknown[] = [];
  const issues = await destinationIssues(transferTo('x', kind), builtIn, async (to) => {
    asked.push(to);
    return refuse;
  });
  expect(asked).toEqual([{ [kind]: 'x' }]);
  expect(issues).toHaveLength(1);
});

test('of the toll-fraud table exactly the numbers that are refused are listed', async () => {
  const wrong: string[] = [];
  for (const { to, expected } of destinations) {
    if (!('number' in destinationOf(to)) || to.trim() === '' || to.includes('{{')) continue;
    const issues = await destinationIssues(transferTo(to), builtIn, async (one) =>
      'number' in one ? mayDialNumber(tableRules, one.number) : { allowed: true },
    );
    // Longer texts than the setting takes are refused by the form.
    if (to.length <= 500 && (issues.length === 0) !== (expected === 'allowed')) wrong.push(to);
  }
  expect(wrong).toEqual([]);
});
