/** A response or an event of AMI: names in small letters; a repeated field has a line for each time. */
export type AmiMessage = Readonly<Record<string, string>>;

/**
 * What nobody shall see: passwords (`AuthDetail` has them in clear), and the digests of security events, which can be
 * guessed at leisure.
 */
const SECRET = new Set([
  'password',
  'md5cred',
  'secret',
  'passworddigest',
  'oauthsecret',
  'refreshtoken',
  'challenge',
  'receivedchallenge',
  'receivedhash',
  'expectedhash',
  'expectedresponse',
]);

/** A message as `asterisk-manager` gives it, without its secrets. */
export function amiMessage(raw: Readonly<Record<string, unknown>>): AmiMessage {
  const message: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (SECRET.has(name) || (name === 'response' && 'event' in raw)) continue;
    if (typeof value === 'string') message[name] = value;
    else if (Array.isArray(value)) message[name] = value.filter((line) => typeof line === 'string').join('\n');
  }
  return message;
}

/** Why AMI did not do something; stable. */
export class AmiError extends Error {
  readonly code: 'ami-away' | 'ami-timeout' | 'ami-refused' | 'ami-bad-value';

  constructor(code: AmiError['code'], message: string) {
    super(message);
    this.name = 'AmiError';
    this.code = code;
  }
}
