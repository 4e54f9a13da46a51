import { type Refusal, refuse } from './may-dial.ts';

/**
 * Headers that a flow may add to a call. Those that say who calls, or where a request goes, are left to the trunk: by them
 * a caller ID could be forged, or a call be led elsewhere.
 */
const allowedName = /^(X-[A-Za-z0-9-]{1,60}|User-to-User|Alert-Info|Call-Info|Subject|Priority)$/i;
const value = /^[\x20-\x7e]{0,256}$/;

export function headerVariables(
  headers: readonly { readonly name: string; readonly value: string }[],
): { readonly variables: Readonly<Record<string, string>> } | Refusal {
  if (headers.length > 16) return refuse('header-not-allowed', 'There are more than 16 headers.', 'Leave some out.');
  const variables: Record<string, string> = {};
  for (const header of headers) {
    if (!allowedName.test(header.name))
      return refuse(
        'header-not-allowed',
        `The header ${JSON.stringify(header.name.slice(0, 64))} may not be added to a call.`,
        'Use a name that begins with X-, or User-to-User, Alert-Info, Call-Info, Subject or Priority.',
      );
    if (!value.test(header.value))
      return refuse(
        'header-not-allowed',
        `The header ${header.name} has a value that can not be sent.`,
        'Use up to 256 plain characters on one line.',
      );
    variables[`PJSIP_HEADER(add,${header.name})`] = header.value;
  }
  return { variables };
}
