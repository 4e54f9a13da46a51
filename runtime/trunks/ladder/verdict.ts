import type { Rung } from '#asterisk-config/trunk-test';

/** What a rung came to. */
export interface Verdict {
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly seen: string;
  readonly means: string;
  readonly fix?: string;
  readonly field?: string;
  readonly details?: readonly string[];
  /** What comes above can not work, and is left out. */
  readonly stop?: boolean;
}

type Told = Omit<Verdict, 'state'>;

export const ok = (told: Told): Verdict => ({ state: 'ok', ...told });
export const failed = (told: Told): Verdict => ({ state: 'failed', ...told });
export const skipped = (means: string, seen = ''): Verdict => ({ state: 'skipped', seen, means });

/** Text that others sent, as part of a sentence: one line, and not for ever. */
export const quoted = (text: string, most = 120): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

export const titles: Readonly<Record<Rung['id'], string>> = {
  settings: 'Settings',
  dns: 'Name of the server',
  tcp: 'Connection (TCP)',
  tls: 'Encryption (TLS) and certificate',
  options: 'Does the server answer?',
  register: 'Registration',
  call: 'A call out',
  audio: 'Sound both ways',
  hold: 'The call stays up for 35 seconds',
  inbound: 'A call in',
};
