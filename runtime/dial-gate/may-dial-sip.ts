import type { DialRules } from '#asterisk-config/dial-rules';
import { mayDialNumber, type Refusal, refuse } from './may-dial.ts';

export interface AllowedSip {
  readonly allowed: true;
  /** `sip:user@host` or `sip:user@host:port`, made of checked parts. */
  readonly uri: string;
}

/** One user, one host: no parameters, headers or second address, which could change where the call goes. */
const address =
  /^(?:sip:)?([A-Za-z0-9+*#_.-]{1,64})@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::([0-9]{1,5}))?$/i;

/** Names are the same in large and small letters, and with a dot at their end. */
const plainHost = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** Whether the rules let this SIP address be called. A number at a host must be one that may be called as well. */
export function mayDialSip(rules: DialRules, text: string): AllowedSip | Refusal {
  const [, user, host, port] = (text.length <= 330 ? address.exec(text) : null) ?? [];
  if (user === undefined || host === undefined || Number(port ?? 5060) > 65_535 || Number(port ?? 5060) < 1)
    return refuse('destination-malformed', 'This is no SIP address.', 'Write it as sip:name@host.');
  if (!rules.sipHosts.some((allowed) => plainHost(allowed) === plainHost(host)))
    return refuse(
      'sip-host-not-allowed',
      `SIP addresses at ${host} may not be called.`,
      'If they may, add the host to the SIP hosts of the dial rules.',
    );
  // The host may be a way into the telephone network, where the number costs what it costs.
  if (/^(\+|[0-9*#.-]{7,}$)/.test(user)) {
    const number = mayDialNumber(rules, user);
    if (!number.allowed) return number;
    return { allowed: true, uri: `sip:${number.number}@${plainHost(host)}${port === undefined ? '' : `:${port}`}` };
  }
  return { allowed: true, uri: `sip:${user}@${plainHost(host)}${port === undefined ? '' : `:${port}`}` };
}
