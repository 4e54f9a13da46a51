/** Why no answer came from Asterisk; stable, for callers to branch on. */
export type AriUnavailableCode =
  | 'ari-unreachable' // no connection could be made
  | 'ari-unauthorized' // Asterisk refused the user name or password
  | 'ari-no-rest' // connected, but this server takes no REST requests over its WebSocket
  | 'ari-lost' // the connection ended, or there is none
  | 'ari-timeout' // no answer within the deadline; the command may still have been carried out
  | 'ari-aborted' // the caller's signal; the command may still have been carried out
  | 'ari-replaced' // another process took over the application
  | 'ari-closed'; // closed by us

/** Asterisk could not be asked, or did not answer. Answers with an HTTP error status are not this error: see `AriRefused`. */
export class AriUnavailable extends Error {
  readonly code: AriUnavailableCode;

  constructor(code: AriUnavailableCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AriUnavailable';
    this.code = code;
  }
}

/** What a WebSocket's error event means, before and after it was open. */
export function socketFailure(cause: unknown, wasOpen: boolean): AriUnavailable {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (wasOpen) return new AriUnavailable('ari-lost', `The connection to Asterisk broke: ${message}`, { cause });
  if (/\b401\b/.test(message)) {
    return new AriUnavailable('ari-unauthorized', 'Asterisk refused the ARI user name or password.', { cause });
  }
  return new AriUnavailable('ari-unreachable', `Could not connect to Asterisk's ARI: ${message}`, { cause });
}

/** What kind of refusal a status is; the texts behind one status differ between Asterisk versions, the statuses do not. */
export type AriRefusedCode =
  | 'ari-bad-value' // 400, 422, or refused by us before it was sent
  | 'ari-forbidden' // 401, 403
  | 'ari-not-found' // 404
  | 'ari-conflict' // 409: it exists already, or is in a state (or a bridge) that does not allow this
  | 'ari-wrong-state' // 412: not answered, or down already
  | 'ari-failed'; // everything else, 5xx mostly

/** Asterisk answered a command with an error status. `status` is 0 if the value was refused before it was sent. */
export class AriRefused extends Error {
  readonly code: AriRefusedCode;
  readonly status: number;

  constructor(code: AriRefusedCode, status: number, message: string) {
    super(message);
    this.name = 'AriRefused';
    this.code = code;
    this.status = status;
  }
}

const GONE = new Set([404, 409, 412]);

/** A channel that is gone (404), not ours any more (409) or past its end (412): nothing to worry about. */
export function isGone(error: unknown): boolean {
  return error instanceof AriRefused && GONE.has(error.status);
}

const codes: Record<number, AriRefusedCode> = {
  400: 'ari-bad-value',
  401: 'ari-forbidden',
  403: 'ari-forbidden',
  404: 'ari-not-found',
  409: 'ari-conflict',
  412: 'ari-wrong-state',
  422: 'ari-bad-value',
};

export function refused(command: string, status: number, body: string): AriRefused {
  return new AriRefused(codes[status] ?? 'ari-failed', status, `Asterisk refused ${command}: ${status} ${said(body)}`);
}

function said(body: string): string {
  try {
    const { message, error } = JSON.parse(body) as { message?: unknown; error?: unknown };
    return String(message ?? error ?? '').slice(0, 200);
  } catch {
    return '';
  }
}
