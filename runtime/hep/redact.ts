/**
 * Takes out of a SIP message what nobody may read later: keys of encrypted media, answers to challenges, passwords and
 * tokens, and the keys that a caller presses. Each byte becomes an `x`, so lengths stay true, in a trace and in a pcap.
 *
 * In place, and before anything is kept. The lengths in the patterns bound what a hostile text can cost.
 */
export function redactSip(message: Buffer): void {
  // Each character is one byte, so places in the text are places in the message.
  const text = message.toString('latin1');
  if (!suspect.test(text)) return;
  const hide = (from: number, length: number) => message.fill('x', from, from + length);
  for (const pattern of hidden) {
    for (const found of text.matchAll(pattern)) {
      const [, before = '', secret = ''] = found;
      hide(found.index + before.length, secret.length);
    }
  }
  for (const found of text.matchAll(credentials)) {
    const [, before = '', value = ''] = found;
    const at = found.index + before.length;
    const digest = /^\s*Digest\s/i.test(value);
    if (!digest) hide(at, value.length);
    else
      for (const part of value.matchAll(digestSecret))
        hide(at + part.index + (part[1] ?? '').length, (part[2] ?? '').length);
  }
}

/** Most messages hold none of it, and are left after one look. */
const suspect =
  /inline:|uthorization|rspauth|token|secret|password|api-?key|ice-pwd|\nk=|\na=key|sips?:[^\s@:;<>"]{1,128}:[^\s@<>"]{1,128}@|dtmf|\nsignal/i;

/** A value with the lines that go on with it. */
const rest = '[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*';

const hidden: readonly RegExp[] = [
  /(inline:)(\S+)/gi,
  /(\n(?:k=|a=key[^:\r\n]{0,40}:|a=ice-pwd:))([^\r\n]+)/gi,
  /(sips?:[^\s@:;<>"]{1,128}:)([^\s@<>"]{1,128})(?=@)/gi,
  /(rspauth\s*=\s*"?)([^",\r\n]+)/gi,
  new RegExp(`(\\n[\\w-]{0,64}(?:token|secret|password|api-?key)[\\w-]{0,64}[ \\t]*:)(${rest})`, 'gi'),
  // SIP INFO: a digit may be one of a PIN.
  /(\nSignal[ \t]*=[ \t]*)([^\r\n]+)/gi,
  /(\n(?:Content-Type|c)[ \t]*:[ \t]*application\/dtmf[ \t]*\r?\n(?:[^\r\n]+\r?\n){0,64}\r?\n)([\s\S]{1,64})/gi,
];

const credentials = new RegExp(`(\\n(?:Proxy-)?Authorization[ \\t]*:)(${rest})`, 'gi');

/** Everything but what identifies the account and the challenge. */
const digestSecret =
  /((?<![\w-])(?!(?:username|realm|uri|algorithm|qop|nc|opaque|nonce|stale)\s*=)[\w-]{1,64}\s*=\s*)("[^"]*"?|[^\s,"]+)/gi;
