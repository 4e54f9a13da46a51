/** What went wrong with a mail server, in plain words. */
export interface SmtpTrouble {
  readonly at: 'connect' | 'secure' | 'logIn' | 'send';
  readonly message: string;
  readonly fix: string;
  /** Another try would end the same way. */
  readonly forGood: boolean;
}

interface SmtpFailure {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly message?: unknown;
}

const certificates: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it made its certificate itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody known here stands behind its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody known here stands behind its certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody known here stands behind its certificate',
};

const reaches: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ECONNREFUSED: ['nothing answers on this port', 'Check the port: 587 with STARTTLS, 465 with TLS.'],
  ENOTFOUND: ['there is no server of this name', 'Check the spelling of the server.'],
  EDNS: ['there is no server of this name', 'Check the spelling of the server.'],
  EAI_AGAIN: ['the name could not be looked up', 'Check that this machine has a connection to the internet.'],
  ETIMEDOUT: ['it does not answer', 'Check the server and the port. Many networks block port 25: use 587 or 465.'],
  EHOSTUNREACH: ['there is no way to it', 'Check the network of this machine.'],
  ECONNRESET: ['it closed the connection', 'Check the port and the encryption; they belong together.'],
};

/** By nodemailer's codes, Node's, and the server's own answer (RFC 5321, 4.2). */
export function smtpTrouble(error: unknown, host: string): SmtpTrouble {
  const failure = error as SmtpFailure;
  const codes = codesOf(failure);
  const said = typeof failure.response === 'string' ? ` It said: ${failure.response.slice(0, 300)}` : '';
  const certificate = codes.map((code) => certificates[code]).find((why) => why !== undefined);
  if (certificate !== undefined)
    return {
      at: 'secure',
      message: `'${host}' can not be trusted: ${certificate}.`,
      fix: 'Write the server by the name on its certificate. For a server of your own, switch the check off.',
      forGood: false,
    };
  if (codes.some((code) => /SSL|TLS|EPROTO/.test(code)))
    return {
      at: 'secure',
      message: `'${host}' did not agree on encryption.`,
      fix: 'The encryption does not fit the port: STARTTLS belongs to 587, TLS to 465.',
      forGood: false,
    };
  if (codes.includes('EAUTH'))
    return {
      at: 'logIn',
      message: `'${host}' does not accept the user name and the password.${said}`,
      fix: 'Check both. Many providers want an "app password" here, not the one of the mailbox.',
      forGood: false,
    };
  if (codes.includes('EENVELOPE') || codes.includes('EMESSAGE'))
    return {
      at: 'send',
      message: `'${host}' does not take the mail.${said}`,
      fix: 'Check the address it is for, and that this user may send from the address it comes from.',
      forGood: typeof failure.responseCode === 'number' && failure.responseCode >= 500,
    };
  const [why, fix] = codes.map((code) => reaches[code]).find((known) => known !== undefined) ?? [
    String(failure.message ?? error).slice(0, 300),
    'Check the server, the port and the encryption.',
  ];
  return { at: 'connect', message: `'${host}' can not be reached: ${why}.`, fix, forGood: false };
}

/** nodemailer puts its own code in front of that of Node, which says more. */
function codesOf({ code, originalCode }: SmtpFailure): string[] {
  return [originalCode, code].filter((one) => typeof one === 'string');
}
