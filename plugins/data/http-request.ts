import { Expression, Prompt, SecretRef, Text, VariableName } from 'patchcord/flow';
import type { HttpResponse, Json } from 'patchcord/step';
import { defineStep } from 'patchcord/step';
import * as z from 'zod';
import { duration, ItemId } from '../settings.ts';
import { askWithRetries } from './ask-with-retries.ts';
import { requestOf } from './web-request.ts';

const Header = z.strictObject({
  id: ItemId,
  name: z.string().max(100).meta({ title: 'Name', description: 'Such as Authorization.', ui: 'text' }),
  value: Text.default('').meta({
    title: 'Value',
    description: 'With a secret: what stands before it, such as "Bearer ".',
  }),
  key: SecretRef.optional().meta({
    title: 'Secret',
    description: 'Is put behind the value. It appears in no log and no trace.',
    ui: 'secret',
  }),
});
const Parameter = z.strictObject({
  id: ItemId,
  name: z.string().max(100).meta({ title: 'Name', description: 'The name of the parameter.', ui: 'text' }),
  value: Text.meta({ title: 'Value', description: 'A text; {{ }} says a value of the call.' }),
});
const Field = z.strictObject({
  id: ItemId,
  name: z.string().max(100).meta({ title: 'Field', description: 'Its name in the JSON.', ui: 'text' }),
  value: Expression.meta({ title: 'Value', description: "Such as caller.number, vars.age, or 'a text'." }),
});
const Result = z.strictObject({
  id: ItemId,
  variable: VariableName.meta({ title: 'Variable', description: 'Keeps the value.', ui: 'variable' }),
  value: Expression.meta({
    title: 'Value',
    description: 'Where it is in the answer: response.body.customer.name, response.status.',
    roots: ['response'],
  }),
});

/** Data of an exit are written down with the call, so a large answer is read by its mapping only. */
const LARGEST_DATA = 20_000;

const Body: z.ZodType<Json, Json> = z.json() as unknown as z.ZodType<Json, Json>;
const Answer = z.strictObject({ status: z.int(), body: Body });

export const httpRequest = defineStep({
  type: 'http-request',
  version: 1,
  title: 'Ask a web service',
  group: 'data',
  icon: 'globe',
  summary: 'Sends a request to a web address, and keeps parts of the answer.',
  docs: `Looks something up or hands something over: a customer by the number that calls, a new ticket. While the caller
waits they hear short ticks, or what you have said, from 700 ms on.

An answer in JSON is read as such: \`response.body.name\`. Other answers are a text. Map what you need to variables; later
nodes also read \`steps.<node>.body\`.

Tried again are: what could not be reached, and, unless the method is POST or PATCH, also what took too long or failed
inside the server (status 429 or 5xx). After a restart of Patchcord in the middle of it, only GET is asked again.

Servers of your own network must be allowed by the operator (\`httpAllow\`); else the node leaves by **failed**.

**Exits**
- **ok**: an answer with a status below 400. Gives \`status\` and \`body\`.
- **client error**: a status from 400 to 499, such as 404 for not found. Gives \`status\` and \`body\`.
- **server error**: a status of 500 or more, or no connection (\`status\` 0). Gives \`status\`, \`body\` and \`message\`.
- **timeout**: there was no answer in time.`,
  line: '{{ settings.method }} {{ settings.url }}',
  settings: z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET').meta({
      title: 'Method',
      description: 'GET asks, POST hands something over. The description of the service says which.',
      more: false,
      ui: 'choice',
    }),
    url: Text.meta({ title: 'Address', description: 'Begins with https://.' }),
    query: z.array(Parameter).max(50).default([]).meta({
      title: 'Parameters',
      description: 'Put behind the address, after a question mark.',
      ui: 'list',
    }),
    headers: z.array(Header).max(30).default([]).meta({
      title: 'Headers',
      description: 'Such as the key of the service.',
      more: false,
      ui: 'list',
    }),
    bodyKind: z
      .enum(['none', 'json', 'text'])
      .default('none')
      .meta({
        title: 'What is sent',
        description: 'Beside the address: nothing, fields as JSON, or a text as it is.',
        labels: { none: 'Nothing', json: 'Fields', text: 'Text' },
        more: false,
        ui: 'choice',
      }),
    fields: z.array(Field).max(100).default([]).meta({
      title: 'Fields',
      description: 'What is sent as JSON.',
      when: "settings.bodyKind == 'json'",
      more: false,
      ui: 'list',
    }),
    text: Text.default('').meta({
      title: 'Text',
      description: 'What is sent as it is.',
      when: "settings.bodyKind == 'text'",
      more: false,
    }),
    timeoutMs: duration(1_000, 60_000, {
      title: 'Longest wait',
      description: 'For one try. The caller waits as long.',
    }).default(10_000),
    retries: z.int().min(0).max(5).default(1).meta({
      title: 'Tries again',
      description: 'How often it is tried again.',
      ui: 'number',
    }),
    filler: Prompt.optional().meta({
      title: 'While the caller waits',
      description: 'Said after 700 ms, and again after pauses. Short ticks without it.',
    }),
    results: z.array(Result).max(50).default([]).meta({
      title: 'Keep of the answer',
      description: 'Worked out from top to bottom, when the answer is ok.',
      more: false,
      ui: 'list',
    }),
  }),
  checks: [
    {
      rule: "settings.bodyKind == 'none' || settings.method != 'GET'",
      message: 'GET can not send anything but parameters.',
      field: 'bodyKind',
      fix: 'Choose POST, or send nothing.',
    },
  ],
  exits: {
    ok: { label: 'ok', data: Answer },
    clientError: { label: 'client error', data: Answer },
    serverError: { label: 'server error', data: Answer.extend({ message: z.string() }) },
    timeout: { label: 'timeout' },
  },
  traits: { waits: true, needs: 'none', effect: 'once', deadlineMs: 420_000, writes: ['results.variable'] },
  async run(ctx) {
    const { settings } = ctx;
    const request = await requestOf(ctx);
    const answer = await askWithRetries(ctx, request, settings.retries);
    if (answer === 'timeout') return ctx.exit('timeout');
    if ('unreachable' in answer) {
      return ctx.exit('serverError', { status: 0, body: null, message: answer.unreachable });
    }
    const response = { status: answer.status, headers: answer.headers, body: parsed(answer) };
    const small = answer.body.length <= LARGEST_DATA;
    const data = { status: answer.status, body: small ? response.body : null };
    if (!small) ctx.log.info('The answer is too large to be kept whole.', { characters: answer.body.length });
    if (answer.status >= 500) {
      return ctx.exit('serverError', { ...data, message: `The server answered with status ${answer.status}.` });
    }
    if (answer.status >= 400) return ctx.exit('clientError', data);
    for (const { variable, value } of settings.results) ctx.vars.set(variable, ctx.evaluate(value, { response }));
    return ctx.exit('ok', data);
  },
});

/** JSON where it is JSON, whatever the server calls it. */
function parsed({ body }: HttpResponse): Json {
  if (!/^\s*[[{"\d-]|^\s*(true|false|null)\s*$/.test(body)) return body;
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
