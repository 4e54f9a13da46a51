import type { SecretName } from '#asterisk-config/sip-names';
import { Trunk } from '#asterisk-config/trunk';
import type { NewTrunk } from '../api/trunks.ts';

/**
 * A trunk while it is being entered: everything but what was given is at its default. A password that was just typed is
 * a text; once it is stored, only its name is here.
 */
export type TrunkDraft = Partial<Omit<Trunk, 'id' | 'password'>> & {
  readonly password?: SecretName | string | undefined;
};

const Settings = Trunk.omit({ id: true });
const typed: SecretName = { secret: 'typed' };
const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean; data?: unknown } }>> =
  Trunk.shape;

/** What holds where nothing was entered. */
export function defaultOf(field: string): unknown {
  const [name = '', ...rest] = field.split('.');
  const result = shape[name]?.safeParse(undefined);
  return result?.success === true ? valueAt(result.data, rest) : undefined;
}

/** What a setting is now; `field` such as `callerId.show`. */
export function settingOf(draft: TrunkDraft, field: string): unknown {
  return valueAt(draft, field.split('.')) ?? defaultOf(field);
}

/** The draft with a setting changed; undefined and an empty text take it away. */
export function withSetting(draft: TrunkDraft, field: string, value: unknown): TrunkDraft {
  const [name = '', inner] = field.split('.');
  const given = value === '' || value === undefined || value === null ? undefined : value;
  if (inner === undefined) return withField(draft, name, given) as TrunkDraft;
  const before = valueAt(draft, [name]) ?? defaultOf(name) ?? {};
  return { ...draft, [name]: withField(before as object, inner, given) };
}

function withField(object: object, name: string, value: unknown): object {
  const { [name]: _, ...rest } = object as Record<string, unknown>;
  return value === undefined ? rest : { ...rest, [name]: value };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

export type FieldErrors = Readonly<Record<string, string>>;

/** What is wrong with the draft, by field. */
export function errorsOf(draft: TrunkDraft, required: readonly string[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const field of required) if ((settingOf(draft, field) ?? '') === '') errors[field] = missing;
  const result = Settings.safeParse({ ...draft, ...(typeof draft.password === 'string' && { password: typed }) });
  for (const { path, message } of result.error?.issues ?? []) {
    const field = pathName(path);
    errors[field] ??= (settingOf(draft, field) ?? '') === '' ? missing : message;
  }
  return errors;
}

/** Its text is put by whoever shows it. */
export const missing = 'missing';

/** The name of a setting as forms know it: items of lists belong to their list. */
function pathName(path: readonly PropertyKey[]): string {
  const names = path.filter((part) => typeof part === 'string').map(String);
  return ['callerId', 'pbx', 'calledNumber'].includes(names[0] ?? '') ? names.slice(0, 2).join('.') : (names[0] ?? '');
}

/** The settings that are sent; only for a draft without errors. */
export function settingsOf({ password, ...draft }: TrunkDraft): NewTrunk {
  const { password: _, ...settings } = Settings.parse(draft);
  if (password === undefined) return settings;
  return { ...settings, password: typeof password === 'string' ? { value: password } : password };
}
