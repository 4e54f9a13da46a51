import type { Command } from 'commander';
import { requireApi } from './api-client.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface SecretInfo {
  readonly name: string;
  readonly updatedAt: string;
  readonly readable: boolean;
  readonly usedBy: readonly { readonly flowId: string }[];
}

export const secretVerb: Verb = {
  name: 'secret',
  summary: 'Set, list and remove named secrets. A value goes in and never comes out.',
  configure(command: Command) {
    const set = command
      .command('set <name>')
      .description('set a secret; its value is read from the standard input, so that no history keeps it')
      .option('--json', 'print one JSON object instead of text');
    set.action(act(set, setSecret));
    const list = command
      .command('list')
      .description('names, and what uses them')
      .option('--json', 'print one JSON object instead of text');
    list.action(act(list, listSecrets));
    const remove = command
      .command('remove <name>')
      .description('remove a secret that nothing uses')
      .option('--json', 'print one JSON object instead of text');
    remove.action(act(remove, removeSecret));
  },
};

async function setSecret(output: Output, name: string): Promise<void> {
  const api = await requireApi();
  if (process.stdin.isTTY) output.say(`Type the value of ${name}, then Enter and Ctrl-D.`);
  let value = '';
  for await (const chunk of process.stdin) value += chunk;
  value = value.replace(/\r?\n$/, '');
  if (value === '')
    throw new CliError(
      'value-missing',
      'The standard input was empty.',
      `Pipe the value in: printf %s "$VALUE" | npx patchcord secret set ${name}`,
    );
  await api.request('PUT', `/api/secrets/${encodeURIComponent(name)}`, { value });
  output.result({ name, set: true }, `${name} is set.`);
}

async function listSecrets(output: Output): Promise<void> {
  const { secrets } = await (await requireApi()).request<{ secrets: SecretInfo[] }>('GET', '/api/secrets');
  output.result({ secrets }, () => (secrets.length === 0 ? 'There are no secrets.' : secrets.map(line).join('\n')));
}

const line = ({ name, usedBy, readable }: SecretInfo): string => {
  const flows = [...new Set(usedBy.map((use) => use.flowId))].join(', ');
  return `${name}  ${flows === '' ? 'not used' : `used by ${flows}`}${readable ? '' : '  (sealed with a key that is missing)'}`;
};

async function removeSecret(output: Output, name: string): Promise<void> {
  await (await requireApi()).request('DELETE', `/api/secrets/${encodeURIComponent(name)}`);
  output.result({ name, removed: true }, `${name} is removed.`);
}
