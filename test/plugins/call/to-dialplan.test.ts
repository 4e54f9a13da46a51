import { expect, test } from 'vitest';
import type { JsonObject } from '#runtime/flow/json';
import { flowOf, pathOf, run } from '../../support/flow-of.ts';

const flow = (settings: JsonObject) =>
  flowOf(
    {
      start: { step: 'incoming-call', to: { next: 'node' } },
      node: { step: 'to-dialplan', settings },
    },
    { variables: [{ name: 'typed', type: 'text', default: '' }] },
  );

test('the call is over here, by the flow', async () => {
  const call = await run(flow({ context: 'from-internal', extension: '200' }));
  expect(pathOf(call)).toEqual(['start', 'node']);
  expect(call.record.end).toMatchObject({ by: 'flow' });
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: what Asterisk would evaluate
test.each(['200,1)', '200 & 201', '${SHELL(id)}', '{{ vars.typed }}', 'x'.repeat(100)])(
  'an extension that came out as %s is refused',
  async (extension) => {
    const call = await run(flow({ context: 'from-internal', extension }));
    expect(call.record.end).toMatchObject({ by: 'failed', code: 'dialplan-extension-invalid' });
  },
);
