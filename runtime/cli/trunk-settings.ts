import { readFile } from 'node:fs/promises';
import type { ApiClient } from './api-client.ts';
import { CliError } from './verb.ts';

export interface TrunkOptions {
  readonly carrier?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly file?: string;
  readonly set: readonly string[];
}

interface Preset {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly sourceAddresses: readonly string[];
  readonly defaults: Readonly<Record<string, Record<string, unknown> | undefined>>;
}
interface Parsed {
  readonly settings: Record<string, unknown>;
  readonly password: { readonly secret: string } | null;
}

/** Settings of a new trunk: the carrier's usual ones, what a file says, then what each --set says. */
export async function trunkSettings(api: ApiClient, options: TrunkOptions): Promise<Record<string, unknown>> {
  const { name, file, set } = options;
  const { carriers } = await api.request<{ carriers: Preset[] }>('GET', '/api/carriers');
  const parsed = file === undefined ? undefined : await parse(api, file);
  const carrier = options.carrier ?? (parsed?.settings.carrier as string | undefined) ?? 'generic-registration';
  const preset = carriers.find(({ id }) => id === carrier);
  if (preset === undefined)
    throw new CliError(
      'carrier-unknown',
      `There is no preset '${carrier}'.`,
      `Use one of ${carriers.map(({ id }) => id).join(', ')}.`,
    );
  const kind = options.kind ?? (parsed?.settings.kind as string | undefined) ?? preset.kinds[0] ?? 'registration';
  const usual = { sourceAddresses: kind === 'registration' ? [] : preset.sourceAddresses, ...preset.defaults[kind] };
  const more = Object.fromEntries(set.map(pairOf));
  const password = parsed?.password ? { password: parsed.password } : {};
  return {
    ...usual,
    ...parsed?.settings,
    ...password,
    carrier,
    kind,
    ...(name === undefined ? {} : { name }),
    ...more,
  };
}

async function parse(api: ApiClient, file: string): Promise<Parsed> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CliError('file-missing', `${file} can not be read.`, 'Give the path of a YAML or JSON file.');
  });
  return api.request<Parsed>('POST', '/api/carriers/parse', { text });
}

/** `domain=sip.acme.example`; a value that is JSON is taken as that: `sourceAddresses=["192.0.2.1"]`, `port=5080`. */
function pairOf(pair: string): [string, unknown] {
  const at = pair.indexOf('=');
  const [field, text] = [pair.slice(0, at).trim(), pair.slice(at + 1)];
  if (at < 1) throw new CliError('usage', `'${pair}' is no setting.`, 'Write --set field=value.');
  if (field === 'password')
    throw new CliError(
      'password-on-command-line',
      'A password on the command line stays in histories and process lists.',
      'Type it when you are asked, or pipe it in with --password-stdin.',
    );
  return [field, settingOf(field, text)];
}

/** Names and users of digits only stay text. */
const TEXTS = new Set(['name', 'username', 'authUsername', 'techPrefix', 'domain']);

function settingOf(field: string, text: string): unknown {
  if (TEXTS.has(field)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
