/** A request that got no answer; `code` is stable, `fix` says what to do where something can be done. */
export class HttpError extends Error {
  readonly code: `http-${string}`;
  readonly fix: string | undefined;

  constructor(code: `http-${string}`, message: string, fix?: string) {
    super(fix === undefined ? message : `${message} ${fix}`);
    this.code = code;
    this.fix = fix;
  }
}

const tls: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not known here',
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it does not answer',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name could not be looked up',
};

/** What Node says of a failed request, in plain words that name the host. */
export function explainFailure(error: unknown, host: string): HttpError {
  if (error instanceof HttpError) return error;
  const code = nodeCode(error);
  const certificate = tls[code];
  if (certificate !== undefined) return new HttpError('http-tls', `'${host}' can not be trusted: ${certificate}.`);
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return new HttpError('http-cut-off', `'${host}' closed the connection before its answer was complete.`);
  const why = unreachable[code] ?? (error instanceof Error ? error.message : String(error));
  return new HttpError('http-unreachable', `'${host}' could not be reached: ${why}.`);
}

/** Where several addresses were tried the error is a list of errors. */
function nodeCode(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const { code } = (first ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
