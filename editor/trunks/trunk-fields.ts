import type { TrunkKind } from '#asterisk-config/trunk';

/** How a setting is drawn. */
export type TrunkWidget =
  | 'text'
  | 'secret'
  | 'port'
  | 'number'
  | 'switch'
  | 'choice'
  | 'codecs'
  | 'addresses'
  | 'headers'
  | 'country'
  | 'calledNumber';

export const widgets: Readonly<Record<string, TrunkWidget>> = {
  name: 'text',
  domain: 'text',
  port: 'port',
  transport: 'choice',
  mediaEncryption: 'choice',
  verifyCertificate: 'switch',
  username: 'text',
  authUsername: 'text',
  password: 'secret',
  registrar: 'text',
  outboundProxy: 'text',
  codecs: 'codecs',
  dtmf: 'choice',
  'callerId.show': 'choice',
  'callerId.fixed': 'text',
  'callerId.header': 'choice',
  leadingPlus: 'switch',
  techPrefix: 'text',
  headers: 'headers',
  sourceAddresses: 'addresses',
  calledNumber: 'calledNumber',
  country: 'country',
  sessionTimers: 'choice',
  sessionSeconds: 'number',
  qualifySeconds: 'number',
  reliableProvisional: 'switch',
  maxCalls: 'number',
  maxCallsPerSecond: 'number',
  'pbx.endpoint': 'text',
  'pbx.context': 'text',
};

/** Without these a trunk of the kind can not work. */
export const requiredOf: Readonly<Record<TrunkKind, readonly string[]>> = {
  registration: ['name', 'username', 'password'],
  ip: ['name', 'domain', 'sourceAddresses'],
  digest: ['name', 'domain', 'username', 'password', 'sourceAddresses'],
  pbx: ['name', 'pbx.endpoint'],
};

/** Shown at once, whatever the carrier: its own fields come with its preset. */
const plain: Readonly<Record<TrunkKind, readonly string[]>> = {
  registration: ['domain', 'username', 'password', 'transport', 'registrar', 'outboundProxy'],
  ip: ['domain', 'transport', 'sourceAddresses'],
  digest: ['domain', 'username', 'password', 'transport', 'sourceAddresses'],
  pbx: ['pbx.endpoint', 'pbx.context'],
};

/** Not for the kind at all. */
const senseless: Readonly<Record<TrunkKind, readonly string[]>> = {
  registration: ['pbx.endpoint', 'pbx.context'],
  ip: ['username', 'authUsername', 'password', 'registrar', 'pbx.endpoint', 'pbx.context'],
  digest: ['registrar', 'pbx.endpoint', 'pbx.context'],
  pbx: Object.keys(widgets).filter(
    (name) => !['name', 'pbx.endpoint', 'pbx.context', 'callerId.show', 'callerId.fixed', 'country'].includes(name),
  ),
};

const order = Object.keys(widgets);

export interface ShownFields {
  /** What a customer of the carrier enters. */
  readonly main: readonly string[];
  /** What is right already for most. */
  readonly more: readonly string[];
}

/** The settings of a form: those that a carrier asks for first, in its order; `wanted` are always among the first. */
export function shownFields(
  kind: TrunkKind,
  ofCarrier: readonly string[],
  wanted: readonly string[] = [],
): ShownFields {
  const possible = order.filter((name) => !senseless[kind].includes(name));
  const asked = expand(ofCarrier.length === 0 ? plain[kind] : ofCarrier);
  const main = [...new Set(['name', ...asked, ...requiredOf[kind], ...expand(wanted)])];
  return {
    main: main.filter((name) => possible.includes(name)),
    more: possible.filter((name) => !main.includes(name)),
  };
}

/** `callerId` stands for all of its parts. */
const expand = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => (name in widgets ? [name] : order.filter((one) => one.startsWith(`${name}.`))));
