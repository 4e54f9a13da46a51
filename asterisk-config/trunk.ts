import { z } from 'zod';
import { E164, Host, HostPort, Port, SecretName, SourceAddress, TrunkId } from './sip-names.ts';

/** Anything that may stand in a quoted SIP parameter or a configuration value: no control characters, no blank at either end. */
const Text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(
      // A lone surrogate (Cs) is half a character: it would be stored as another one.
      /^[^\p{Cc}\p{Cs}\s](?:[^\p{Cc}\p{Cs}]*[^\p{Cc}\p{Cs}\s])?$/u,
      'Remove blanks at the ends, line breaks and other control characters.',
    );

export const SipTransport = z.enum(['udp', 'tcp', 'tls']);
export type SipTransport = z.infer<typeof SipTransport>;

export const Codec = z.enum(['alaw', 'ulaw', 'g722', 'opus', 'gsm', 'g729']);
export type Codec = z.infer<typeof Codec>;

/**
 * How Patchcord and the carrier know each other. `registration`: Patchcord registers, calls in come over it. `ip`: each
 * knows the other's addresses. `digest`: calls out carry user and password, calls in come from known addresses. `pbx`:
 * the trunk exists already in an Asterisk that Patchcord is attached to, and nothing is made.
 */
export const TrunkKind = z.enum(['registration', 'ip', 'digest', 'pbx']);
export type TrunkKind = z.infer<typeof TrunkKind>;

/** Whose number is shown to the called party, and where in the request it stands. */
export const CallerIdPolicy = z.strictObject({
  /** `number`: the number that the call is made from. `fixed`: always the one given. */
  show: z.enum(['number', 'fixed']).default('number'),
  fixed: E164.optional(),
  header: z.enum(['from', 'p-asserted-identity', 'remote-party-id']).default('from'),
});

export const Trunk = z.strictObject({
  id: TrunkId,
  name: Text(80),
  /** Id of a preset, such as `twilio` or `generic-registration`. */
  carrier: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  kind: TrunkKind,
  /** Server or SIP domain that calls out are sent to; it stands in the address of each request. */
  domain: Host.optional(),
  port: Port.optional(),
  transport: SipTransport.default('udp'),
  mediaEncryption: z.enum(['none', 'sdes']).default('none'),
  /** TLS: the carrier's certificate must be good and carry its name. */
  verifyCertificate: z.boolean().default(true),
  username: Text(128).optional(),
  /** Where the carrier wants another name for logging in than for the account. */
  authUsername: Text(128).optional(),
  password: SecretName.optional(),
  registrar: HostPort.optional(),
  outboundProxy: HostPort.optional(),
  codecs: z.array(Codec).min(1).max(6).default(['alaw', 'ulaw']),
  dtmf: z.enum(['rfc4733', 'info', 'inband', 'auto']).default('rfc4733'),
  callerId: CallerIdPolicy.prefault({}),
  /** Numbers are sent with their plus. */
  leadingPlus: z.boolean().default(true),
  /** Digits that the carrier wants before each number that is called. */
  techPrefix: z
    .string()
    .regex(/^[0-9*#]{1,16}$/)
    .optional(),
  /** Added to each request for a call. */
  headers: z
    .array(z.strictObject({ name: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/), value: Text(256) }))
    .max(16)
    .default([]),
  /** Where calls in come from. */
  sourceAddresses: z.array(SourceAddress).max(100).default([]),
  /** Where the called number of a call in stands. */
  calledNumber: z
    .union([
      z.enum(['request-uri', 'to']),
      z.strictObject({ header: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/) }),
    ])
    .default('request-uri'),
  /** ISO 3166 country that numbers without a country code are of. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  sessionTimers: z.enum(['accept', 'off', 'require']).default('accept'),
  sessionSeconds: z.int().min(90).max(86_400).default(1800),
  /** Seconds between two OPTIONS that look whether the carrier is there; 0 sends none. */
  qualifySeconds: z.int().min(0).max(3600).default(60),
  reliableProvisional: z.boolean().default(false),
  maxCalls: z.int().min(1).max(10_000).optional(),
  maxCallsPerSecond: z.number().min(0.1).max(1000).optional(),
  /** Of kind `pbx`: what there is already. */
  pbx: z
    .strictObject({
      endpoint: z.string().regex(/^[A-Za-z0-9_.@/-]{1,128}$/),
      context: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,79}$/)
        .optional(),
    })
    .optional(),
});
export type Trunk = z.infer<typeof Trunk>;
