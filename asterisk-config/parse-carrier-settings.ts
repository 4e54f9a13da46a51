import type { z } from 'zod';
import { carrierOf, carrierOfHost, carriers } from './carriers.ts';
import { type PastedField, pastedField } from './pasted-names.ts';
import { pastedEntries } from './pasted-text.ts';
import type { SettingsProblem } from './settings-problem.ts';
import { findSettingsProblems } from './settings-problems.ts';
import { hostAndPort } from './sip-uri.ts';
import { Trunk } from './trunk.ts';
import { type TrunkField, trunkFields } from './trunk-fields.ts';

export interface PastedSettings {
  /** What could be used; no field is there that a trunk couldn't have. */
  readonly settings: Partial<Trunk>;
  /** The value itself: to be stored at once, and shown to nobody. */
  readonly secrets: { readonly password?: string };
  /** Names of what nothing could be made of. */
  readonly unknown: readonly string[];
  readonly problems: readonly (Omit<SettingsProblem, 'field'> & { readonly field?: TrunkField })[];
}

/** Reads a block of settings (YAML, JSON or lines of `name: value`) as carriers show it on their pages. */
export function parseCarrierSettings(text: string): PastedSettings {
  const entries = pastedEntries(text);
  if (entries === undefined) {
    const problem = {
      severity: 'error',
      code: 'pasted-unreadable',
      message: 'These are no settings that can be read: YAML, JSON, or lines such as "Server: sip.example.com".',
      fix: "Copy the block with server, user name and password from the carrier's page, 32,000 characters at most.",
    } as const;
    return { settings: {}, secrets: {}, unknown: [], problems: [problem] };
  }
  const reading = new Reading();
  for (const { name, values } of entries) {
    const field = pastedField(name);
    const taken = field !== undefined && values[0] !== undefined && reading.take(field, values);
    if (!taken) reading.unknown.push(printable(name));
  }
  return reading.result();
}

/** A name of somebody else's text, to be shown: short, and without what a terminal would obey. */
const printable = (name: string): string => name.replaceAll(/\p{C}/gu, '').slice(0, 60);

class Reading {
  readonly unknown: string[] = [];
  readonly #settings: Partial<Trunk> = {};
  readonly #unusable: SettingsProblem[] = [];
  #password: string | undefined;
  #registers: boolean | undefined;

  /** False if nothing can be made of a value. */
  take(field: PastedField, values: readonly string[]): boolean {
    const value = (values[0] ?? '').trim();
    if (value === '') return true;
    switch (field) {
      case 'password':
        this.#password = values[0];
        return true;
      case 'registers':
        this.#registers = isYes(value);
        return true;
      case 'kind':
        return this.#takeKind(value);
      case 'carrier':
        return this.#takeCarrier(value);
      case 'domain':
      case 'registrar':
      case 'outboundProxy':
        return this.#takeHost(field, value);
      case 'port':
        return this.#set('port', Number(value));
      case 'transport':
        return this.#set('transport', value.toLowerCase().replace(/^sips?[/+]?/, '') || 'udp');
      case 'mediaEncryption':
        return this.#set(
          'mediaEncryption',
          /^(no|none|off|false|never|disabled|optional|0)$/i.test(value) ? 'none' : 'sdes',
        );
      case 'codecs':
        return this.#takeCodecs(values);
      case 'dtmf':
        return this.#set('dtmf', /4733|2833/.test(value) ? 'rfc4733' : value.toLowerCase().replace(/^sip[- ]?/, ''));
      case 'callerId':
        return this.#set('callerId', { show: 'fixed', fixed: value.replaceAll(/[\s()-]/g, ''), header: 'from' });
      case 'leadingPlus':
        return this.#set('leadingPlus', isYes(value));
      case 'sourceAddresses':
        return this.#set(
          'sourceAddresses',
          values.flatMap((item) => item.split(/[\s,;]+/)).filter((item) => item !== ''),
        );
      case 'country':
        return this.#set('country', value.toUpperCase());
      case 'name':
      case 'username':
      case 'authUsername':
      case 'techPrefix':
        return this.#set(field, value);
    }
  }

  result(): PastedSettings {
    const settings = this.#settings;
    const host = settings.domain ?? (settings.registrar && hostAndPort(settings.registrar).host);
    if (settings.carrier === undefined && host !== undefined) settings.carrier = carrierOfHost(host)?.id;
    settings.kind ??= this.#guessedKind();
    settings.carrier ??= `generic-${settings.kind}`;
    this.#addPreset(settings.carrier, settings.kind);
    const defined = Object.entries(settings).filter(([, value]) => value !== undefined);
    const password = this.#password === undefined ? {} : { password: { secret: 'PASTED' } };
    const found = findSettingsProblems({ ...settings, ...password, kind: settings.kind });
    return {
      settings: Object.fromEntries(defined),
      secrets: this.#password === undefined ? {} : { password: this.#password },
      unknown: this.unknown,
      problems: [...this.#unusable, ...found],
    };
  }

  /** What the carrier's preset knows and the text doesn't say. */
  #addPreset(carrier: string, kind: Trunk['kind']): void {
    const preset = carrierOf(carrier);
    if (preset === undefined || kind === 'pbx') return;
    const { sourceAddresses } = preset;
    const known = {
      ...(sourceAddresses.length > 0 ? { sourceAddresses: [...sourceAddresses] } : {}),
      ...preset.defaults[kind],
    };
    for (const [field, value] of Object.entries(known)) {
      if (!(field in this.#settings)) Object.assign(this.#settings, { [field]: value });
    }
  }

  #guessedKind(): Trunk['kind'] {
    const { registrar, username, carrier } = this.#settings;
    const usual = carrier === undefined ? undefined : carrierOf(carrier)?.kinds;
    const guess =
      (this.#registers ?? registrar !== undefined) ? 'registration' : username === undefined ? 'ip' : 'digest';
    return usual === undefined || usual.includes(guess) ? guess : (usual[0] ?? guess);
  }

  #takeKind(value: string): boolean {
    if (/regist/i.test(value)) return this.#set('kind', 'registration');
    if (/digest|credential|password/i.test(value)) return this.#set('kind', 'digest');
    return /^(ip|acl|address|ip[ -]?(auth|acl|address).*)$/i.test(value) && this.#set('kind', 'ip');
  }

  #takeCarrier(value: string): boolean {
    const word = value.toLowerCase();
    const found = carriers.find(
      ({ id, title }) => id === word || title.toLowerCase().startsWith(word.split(/\s/)[0] ?? word),
    );
    if (found !== undefined) this.#settings.carrier = found.id;
    return found !== undefined;
  }

  /** `sip:host:5061;transport=tls` tells three things at once. */
  #takeHost(field: 'domain' | 'registrar' | 'outboundProxy', value: string): boolean {
    const [address = '', ...parameters] = value.replace(/^sips?:/i, '').split(';');
    const { host, port } = hostAndPort(address.slice(address.lastIndexOf('@') + 1));
    const transport = parameters.find((item) => /^transport=/i.test(item))?.slice('transport='.length);
    if (transport !== undefined) this.#set('transport', transport.toLowerCase());
    if (field !== 'domain') return this.#set(field, port === undefined ? host : `${host}:${port}`);
    if (port !== undefined) this.#set('port', port);
    return this.#set('domain', host);
  }

  #takeCodecs(values: readonly string[]): boolean {
    const known: Record<string, string> = { pcma: 'alaw', g711a: 'alaw', pcmu: 'ulaw', g711u: 'ulaw' };
    const words = values.flatMap((item) => item.toLowerCase().split(/[\s,;|]+/));
    const codecs = words.map((word) => known[word.replaceAll(/[^a-z0-9]/g, '')] ?? word);
    const usable = codecs.filter((codec) => Trunk.shape.codecs.safeParse([codec]).success);
    return usable.length > 0 && this.#set('codecs', [...new Set(usable)]);
  }

  #set<F extends TrunkField>(field: F, value: unknown): boolean {
    const schema: z.ZodType = Trunk.shape[field];
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      Object.assign(this.#settings, { [field]: parsed.data });
      return true;
    }
    this.#unusable.push({
      severity: 'warning',
      code: 'pasted-value-unusable',
      field,
      message: `The pasted text has no usable value for "${trunkFields[field].label}".`,
      fix: parsed.error.issues[0]?.message ?? 'Enter it by hand.',
    });
    return true;
  }
}

const isYes = (value: string): boolean => /^(yes|true|on|1|required|always|enabled)$/i.test(value);
