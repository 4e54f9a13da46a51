import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { TrunkState } from '#asterisk-config/trunk-state';
import { type ApiClient, requireApi } from './api-client.ts';
import { readPassword } from './read-password.ts';
import { type TrunkOptions, trunkSettings } from './trunk-settings.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface Trunk {
  readonly id: string;
  readonly name: string;
  readonly carrier: string;
  readonly kind: string;
  readonly revision: number;
  readonly state: TrunkState;
  readonly numbers: readonly string[];
  readonly problems: readonly { readonly message: string; readonly fix: string }[];
}
interface Rung {
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
  readonly seen: string;
  readonly means: string;
  readonly fix?: string;
  readonly field?: string;
}
interface TrunkTest {
  readonly id: string;
  readonly state: 'running' | 'passed' | 'failed' | 'cancelled';
  readonly rungs: readonly Rung[];
}

const asJson = (command: Command): Command => command.option('--json', 'print one JSON object instead of text');
const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const pathOf = (id: string): string => `/api/trunks/${encodeURIComponent(id)}`;

export const trunkVerb: Verb = {
  name: 'trunk',
  summary: 'The connections to carriers: add, list, show, test, restore and remove them.',
  configure(command: Command) {
    const add = asJson(command.command('add').description('add a trunk; it is in Asterisk at once'))
      .option('--carrier <preset>', 'whose settings to begin with, such as twilio or generic-registration')
      .option('--kind <kind>', 'registration, digest or ip')
      .option('--name <name>', 'what you call it')
      .option('--file <file>', 'YAML or JSON, as a carrier shows it')
      .option('--set <field=value>', 'a setting, such as domain=sip.example.com; may be repeated', collected, [])
      .option('--password-stdin', 'read the password from the standard input; without it you are asked');
    add.action(act(add, addTrunk));
    const list = asJson(command.command('list').description('all trunks and how they are doing'));
    list.action(act(list, listTrunks));
    const show = asJson(command.command('show <id>').description('settings, state and numbers of a trunk'));
    show.action(act(show, showTrunk));
    const test = asJson(command.command('test <id>').description('try it out rung by rung, and say what to change'))
      .option('--to <number>', 'also call this number, such as +4930123456')
      .option('--hold', 'hold that call for 35 s');
    test.action(act(test, testTrunk));
    const restore = asJson(command.command('restore <id> [revision]')).description(
      'settings of an earlier revision; without one, of the last that passed the test',
    );
    restore.action(act(restore, restoreTrunk));
    const remove = asJson(command.command('remove <id>').description('remove a trunk that carries no numbers'));
    remove.action(act(remove, removeTrunk));
  },
};

async function addTrunk(output: Output, options: TrunkOptions & { passwordStdin?: boolean }): Promise<void> {
  const api = await requireApi();
  const settings = await trunkSettings(api, options);
  if (settings.name === undefined) settings.name = settings.domain ?? settings.registrar ?? settings.carrier;
  const wantsOne =
    settings.password === undefined && (settings.username !== undefined || options.passwordStdin === true);
  const value = wantsOne ? await readPassword(output, options.passwordStdin === true) : undefined;
  if (value !== undefined) settings.password = { value };
  const trunk = await api.request<Trunk>('POST', '/api/trunks', settings);
  output.result(trunk, () =>
    [`${trunk.id} is added.`, ...problemsOf(trunk), `Try it: npx patchcord trunk test ${trunk.id}`].join('\n'),
  );
}

async function listTrunks(output: Output): Promise<void> {
  const { trunks } = await (await requireApi()).request<{ trunks: Trunk[] }>('GET', '/api/trunks');
  output.result({ trunks }, () =>
    trunks.length === 0 ? 'There are no trunks.' : trunks.map((trunk) => `${trunk.id}  ${stateOf(trunk)}`).join('\n'),
  );
}

async function showTrunk(output: Output, id: string): Promise<void> {
  const trunk = await (await requireApi()).request<Trunk>('GET', pathOf(id));
  output.result(trunk, () => {
    const { state: _state, problems: _problems, numbers, ...settings } = trunk;
    const lines = Object.entries(settings).map(
      ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return [
      `${trunk.name}: ${stateOf(trunk)}`,
      ...problemsOf(trunk),
      `Numbers: ${numbers.length === 0 ? 'none' : numbers.join(', ')}`,
      ...lines,
    ].join('\n');
  });
}

async function restoreTrunk(output: Output, id: string, revision: string | undefined): Promise<void> {
  const api = await requireApi();
  const number = revision === undefined ? await lastPassed(api, id) : Number(revision);
  const trunk = await api.request<Trunk>('POST', `${pathOf(id)}/restore`, { revision: number });
  output.result(trunk, `${id} has the settings of revision ${number} again, as revision ${trunk.revision}.`);
}

async function lastPassed(api: ApiClient, id: string): Promise<number> {
  const { revisions } = await api.request<{ revisions: { number: number; passedAt: string | null }[] }>(
    'GET',
    `${pathOf(id)}/revisions`,
  );
  const passed = revisions.find(({ passedAt }) => passedAt !== null);
  if (passed !== undefined) return passed.number;
  const numbers = revisions.map(({ number }) => number).join(', ');
  throw new CliError(
    'trunk-never-passed',
    'No settings of this trunk have passed the test.',
    `Name a revision: ${numbers}.`,
  );
}

async function removeTrunk(output: Output, id: string): Promise<void> {
  await (await requireApi()).request('DELETE', pathOf(id));
  output.result({ id, removed: true }, `${id} is removed.`);
}

async function testTrunk(output: Output, id: string, options: { to?: string; hold?: boolean }): Promise<number> {
  const api = await requireApi();
  const { id: testId } = await api.request<{ id: string }>('POST', '/api/trunk-tests', { trunkId: id, ...options });
  const said = new Set<number>();
  for (;;) {
    const test = await api.request<TrunkTest>('GET', `/api/trunk-tests/${encodeURIComponent(testId)}`);
    for (const [index, rung] of test.rungs.entries()) {
      if (said.has(index) || rung.state === 'waiting' || rung.state === 'running') continue;
      said.add(index);
      output.say(rungLines(rung));
    }
    if (test.state !== 'running') {
      output.result(test, test.state === 'passed' ? 'All is well.' : `The test has ${test.state}.`);
      return test.state === 'passed' ? 0 : 1;
    }
    await sleep(300);
  }
}

const marks = { ok: '+', failed: 'x', skipped: '-', waiting: ' ', running: ' ' } as const;

const rungLines = ({ title, state, seen, means, fix, field }: Rung): string =>
  [
    `${marks[state]} ${title}: ${printable(seen)}`,
    ...(state === 'failed' ? [`    ${printable(means)}`] : []),
    ...(fix === undefined ? [] : [`    ${printable(fix)}${field === undefined ? '' : ` (${field})`}`]),
  ].join('\n');

function stateOf({ state, name }: Trunk): string {
  const { applied, error, registration, reachable } = state;
  if (applied === 'failed') return `not in Asterisk: ${printable(error?.message ?? '')} ${printable(error?.fix ?? '')}`;
  const parts = [
    applied === 'pending' ? 'on its way to Asterisk' : 'in Asterisk',
    ...(registration === null ? [] : [registrationOf(registration)]),
    ...(reachable === null ? [] : [reachable.ok ? `answers in ${reachable.roundTripMs ?? '?'} ms` : 'does not answer']),
  ];
  return `${printable(name)}: ${parts.join(', ')}`;
}

const registrationOf = ({ state, code, reason = '', words }: NonNullable<TrunkState['registration']>): string =>
  `${state}${code === undefined ? '' : ` (${code} ${printable(reason)})`}${words === undefined ? '' : `: ${words}`}`;

const problemsOf = ({ problems }: Trunk): string[] => problems.map(({ message, fix }) => `! ${message} ${fix}`);

/** Texts of carriers could hold what moves a terminal's cursor. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');
