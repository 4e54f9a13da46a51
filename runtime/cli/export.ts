import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfigFolder } from '#runtime/export/config-folder';
import { requireApi } from './api-client.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface Options {
  readonly out?: string;
  readonly existing?: string;
  readonly publicAddress?: string;
  readonly diff?: true;
}

interface Answer {
  readonly files: readonly { readonly name: string; readonly mode: string; readonly text: string }[];
  readonly collisions: readonly { readonly severity: string; readonly message: string; readonly fix: string }[];
  readonly diff?: readonly {
    readonly type: string;
    readonly id: string;
    readonly kind: string;
    readonly fields: readonly { readonly name: string; readonly wanted: string; readonly held: string }[];
  }[];
}

export const exportVerb: Verb = {
  name: 'export',
  summary: 'Write the configuration of all trunks for an Asterisk of your own.',
  configure(command: Command) {
    const asterisk = command
      .command('asterisk')
      .description('one folder to copy, a README with what to do, and what to enter at each carrier')
      .option('--out <folder>', 'where to write: a new folder, or one with an earlier export')
      .option('--existing <folder>', 'configuration folder of that Asterisk (/etc/asterisk): collisions are looked for')
      .option('--public-address <address>', 'where carriers reach that Asterisk')
      .option('--diff', 'also say what the Asterisk that runs here has otherwise')
      .option('--json', 'print one JSON object instead of text');
    asterisk.action(act(asterisk, exportAsterisk));
  },
};

async function exportAsterisk(output: Output, options: Options): Promise<number> {
  const { out, existing: folder, publicAddress, diff = false } = options;
  if (out === undefined && !diff) {
    throw new CliError('usage', 'It is not said where to write.', 'Add --out FOLDER, or --diff to compare only.');
  }
  const api = await requireApi();
  const existing = folder === undefined ? undefined : await readExisting(folder);
  const request = { existing, publicAddress };
  const written =
    out === undefined
      ? undefined
      : await api.request<Answer>('POST', '/api/export/asterisk/files', { ...request, out: resolve(out) });
  const compared = diff ? await api.request<Answer>('POST', '/api/export/asterisk', { ...request, diff }) : undefined;
  const answer = { ...(written ?? compared), diff: compared?.diff };
  const { collisions = [] } = answer;
  output.result({ out: out && resolve(out), ...answer }, () =>
    [
      ...(written?.files ?? []).map(({ name, mode }) => `${resolve(out ?? '', name)}  ${mode}`),
      ...collisions.map(
        ({ severity, message, fix }) => `${severity === 'error' ? 'Collision' : 'Note'}: ${message} ${fix}`,
      ),
      ...(compared?.diff === undefined ? [] : diffLines(compared.diff)),
      ...(written === undefined ? [] : [`Read ${resolve(out ?? '', 'README.md')} next.`]),
    ].join('\n'),
  );
  return collisions.some(({ severity }) => severity === 'error') ? 1 : 0;
}

async function readExisting(folder: string): Promise<{ pjsip: string; extensions: string }> {
  try {
    return await readConfigFolder(resolve(folder));
  } catch (error) {
    throw new CliError(
      'existing-unreadable',
      `The configuration in ${folder} can not be read: ${(error as Error).message}`,
      'Name the folder that holds pjsip.conf and extensions.conf, as a user who may read them.',
    );
  }
}

function diffLines(diff: NonNullable<Answer['diff']>): string[] {
  if (diff.length === 0) return ['The Asterisk that runs here has exactly these trunks.'];
  const words: Record<string, string> = { missing: 'is missing', surplus: 'is there and should not be' };
  return diff.flatMap(({ type, id, kind, fields }) => [
    `${type} ${id} ${words[kind] ?? 'is different'}`,
    ...fields.map(({ name, wanted, held }) => `  ${name}: ${held || '(nothing)'}, should be ${wanted}`),
  ]);
}
