import { expect, test } from 'vitest';
import * as z from 'zod';
import { flowJsonSchema } from '#runtime/flow/json-schema';

test('the published schema is JSON, names itself and says what a flow is', () => {
  const schema = flowJsonSchema();
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:patchcord:flow:1',
    title: 'Patchcord flow',
    additionalProperties: false,
    required: ['schemaVersion', 'id', 'name', 'nodes'],
  });
});

test('the published schema takes and refuses what the flow language does', () => {
  const { $id, ...schema } = flowJsonSchema();
  expect($id).toBeDefined();
  const published = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  const flow = { schemaVersion: 1, id: 'a', name: 'A', nodes: [{ id: 'n', step: 'x', settings: { a: [null] } }] };
  expect(published.safeParse(flow).success).toBe(true);
  for (const wrong of [
    { ...flow, schemaVersion: 2 },
    { ...flow, extra: 1 },
    { ...flow, nodes: [{ id: 'N' }] },
    { ...flow, name: '' },
  ])
    expect(published.safeParse(wrong).success).toBe(false);
});
