import type { Command } from 'commander';
import { requireApi } from './api-client.ts';
import { printable } from './trunk.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface PhoneNumber {
  readonly number: string;
  readonly name: string;
  readonly trunkId: string;
  readonly trunkName?: string;
  readonly inboundFlow?: string;
  readonly outboundFlow?: string;
  readonly whenAway?: { readonly kind: string; readonly [more: string]: string };
}
interface Unknown {
  readonly dialled: string;
  readonly trunkId: string;
  readonly count: number;
}
interface Assigning {
  readonly trunk?: string;
  readonly flow?: string;
  readonly outboundFlow?: string;
  readonly name?: string;
  readonly away?: string;
}

const asJson = (command: Command): Command => command.option('--json', 'print one JSON object instead of text');
const pathOf = (number: string): string => `/api/numbers/${encodeURIComponent(number)}`;
const withAssigning = (command: Command): Command =>
  command
    .option('--flow <id>', 'the flow that answers it')
    .option('--outbound-flow <id>', 'the flow that runs calls made from it')
    .option('--name <name>', 'what you call it')
    .option('--away <what>', 'while Patchcord is away: unavailable, mailbox:NAME, extension:200 or number:+49...');

export const numberVerb: Verb = {
  name: 'number',
  summary: 'Telephone numbers: which trunk each comes by, and which flow answers it.',
  configure(command: Command) {
    const add = withAssigning(
      asJson(command.command('add <number>').description('add a number, such as +4930123456')),
    ).requiredOption('--trunk <id>', 'the trunk that its calls come by');
    add.action(act(add, addNumber));
    const list = asJson(
      command.command('list').description('all numbers, and those that were called and are not here'),
    );
    list.action(act(list, listNumbers));
    const assign = withAssigning(
      asJson(command.command('assign <number>').description('change what answers a number')),
    ).option('--trunk <id>', 'the trunk that its calls come by');
    assign.action(act(assign, assignNumber));
    const remove = asJson(command.command('remove <number>').description('remove a number; its calls are turned away'));
    remove.action(act(remove, removeNumber));
  },
};

async function addNumber(output: Output, number: string, options: Assigning): Promise<void> {
  const api = await requireApi();
  const body = { number, name: options.name ?? number, ...assigned(options) };
  const made = await api.request<PhoneNumber>('POST', '/api/numbers', body);
  output.result(made, () => `${line(made)}\nIt is added.`);
}

async function assignNumber(output: Output, number: string, options: Assigning): Promise<void> {
  const api = await requireApi();
  const { name, trunkId, inboundFlow, outboundFlow, whenAway } = await api.request<PhoneNumber>('GET', pathOf(number));
  const given = options.name === undefined ? {} : { name: options.name };
  const body = { name, trunkId, inboundFlow, outboundFlow, whenAway, ...given, ...assigned(options) };
  const changed = await api.request<PhoneNumber>('PUT', pathOf(number), body);
  output.result(changed, () => line(changed));
}

async function listNumbers(output: Output): Promise<void> {
  const api = await requireApi();
  const { numbers, unknown } = await api.request<{ numbers: PhoneNumber[]; unknown: Unknown[] }>('GET', '/api/numbers');
  output.result({ numbers, unknown }, () =>
    [
      ...(numbers.length === 0 ? ['There are no numbers.'] : numbers.map(line)),
      ...unknown.map(
        ({ dialled, trunkId, count }) => `${printable(dialled)}  called ${count} times by ${trunkId}, and not here`,
      ),
    ].join('\n'),
  );
}

async function removeNumber(output: Output, number: string): Promise<void> {
  await (await requireApi()).request('DELETE', pathOf(number));
  output.result({ number, removed: true }, `${number} is removed.`);
}

const assigned = ({ trunk, flow, outboundFlow, away }: Assigning) => ({
  ...(trunk === undefined ? {} : { trunkId: trunk }),
  ...(flow === undefined ? {} : { inboundFlow: flow }),
  ...(outboundFlow === undefined ? {} : { outboundFlow }),
  ...(away === undefined ? {} : { whenAway: awayOf(away) }),
});

function awayOf(text: string): Record<string, string> {
  const [kind = '', value = ''] = text.split(/:(.*)/s);
  if (kind === 'unavailable' && value === '') return { kind };
  if (['mailbox', 'extension', 'number'].includes(kind) && value !== '') return { kind, [kind]: value };
  throw new CliError(
    'usage',
    `'${text}' is nothing that callers could get.`,
    'Use unavailable, mailbox:NAME, extension:200 or number:+4930123456.',
  );
}

const line = ({ number, name, trunkName, trunkId, inboundFlow, whenAway }: PhoneNumber): string => {
  const { kind = 'unavailable', ...more } = whenAway ?? {};
  const away = [kind, ...Object.values(more)].join(':');
  const title = name === number ? '' : `  ${printable(name)}`;
  return `${number}${title}  by ${printable(trunkName ?? trunkId)}  ${inboundFlow === undefined ? 'no flow: calls are turned away' : `flow ${inboundFlow}`}  away: ${away}`;
};
