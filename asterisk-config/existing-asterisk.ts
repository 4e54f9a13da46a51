import { optionOf, type ReadSection, readConf } from './read-conf.ts';
import { SourceAddress } from './sip-names.ts';

/** What an Asterisk has already that ours could collide with. */
export interface ExistingAsterisk {
  readonly transports: readonly {
    readonly id: string;
    readonly protocol: string;
    readonly bind: string;
    /** Of TLS: whether it looks at certificates. */
    readonly verifies: boolean;
  }[];
  /** Addresses and networks; names are not looked up. */
  readonly identifies: readonly { readonly id: string; readonly endpoint: string; readonly match: readonly string[] }[];
  readonly endpoints: readonly string[];
  /** Every name of a section in pjsip.conf. */
  readonly ids: readonly string[];
  readonly contexts: readonly string[];
}

/** Of the texts of pjsip.conf and extensions.conf, includes in them. */
export function existingAsterisk(texts: { readonly pjsip: string; readonly extensions: string }): ExistingAsterisk {
  const sections = readConf(texts.pjsip);
  const ofType = (type: string) => sections.filter((section) => optionOf(section, 'type') === type);
  return {
    transports: ofType('transport').map((section) => ({
      id: section.name,
      protocol: optionOf(section, 'protocol') ?? 'udp',
      bind: optionOf(section, 'bind') ?? '',
      verifies: /^(yes|true|on|1)$/i.test(optionOf(section, 'verify_server') ?? ''),
    })),
    identifies: ofType('identify').map((section) => ({
      id: section.name,
      endpoint: optionOf(section, 'endpoint') ?? '',
      match: matches(section),
    })),
    endpoints: ofType('endpoint').map(({ name }) => name),
    ids: [...new Set(sections.map(({ name }) => name))],
    contexts: readConf(texts.extensions)
      .map(({ name }) => name)
      .filter((name) => name !== 'general' && name !== 'globals'),
  };
}

const matches = ({ options }: ReadSection): string[] =>
  options
    .filter(([name]) => name === 'match')
    .flatMap(([, value]) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => SourceAddress.safeParse(item).success);
