import { addressIn } from '#runtime/hep/sip-message';
import type { Rule } from './evidence.ts';
import { quote } from './words.ts';

const credentials = ['authorization', 'proxy-authorization'];

/** The carrier asked for user and password, got them, and asked again. Or it asked, and the trunk has none. */
export const wrongPassword: Rule = ({ dialogue }) => {
  const { final, lastInvite } = dialogue;
  const status = final?.sip.status ?? 0;
  if (dialogue.isInbound || lastInvite === undefined || (status !== 401 && status !== 407)) return undefined;
  const header = credentials.map((name) => lastInvite.sip.header(name)).find((value) => value !== undefined);
  const asked = quote(`${status} ${final?.sip.reason ?? ''}`);
  if (header === undefined) {
    return {
      code: 'password-missing',
      severity: 'error',
      title: 'The carrier wants user and password for calls, and the trunk has none.',
      evidence: [`The carrier answered ${asked}; nothing could be given to it.`],
      cause: 'The carrier knows callers by user and password, and none are set for this trunk.',
      fix: 'Enter the user name and the password for SIP that the carrier gave you.',
      field: 'password',
    };
  }
  const user =
    /username\s*=\s*"?([^",]{1,80})/i.exec(header)?.[1] ?? addressIn(lastInvite.sip.header('from') ?? '')?.user;
  return {
    code: 'wrong-password',
    severity: 'error',
    title: 'The carrier does not accept the user name or the password.',
    evidence: [`The call was sent with the credentials of ${quote(user ?? '')}, and answered ${asked} again.`],
    cause: 'User name and password are not those that the carrier has for this trunk.',
    fix: 'Type the password again. Use those for SIP: they are often others than those of the customer portal.',
    field: 'password',
  };
};
