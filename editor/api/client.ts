/** What the API says of a request that it refuses; `message` and `fix` are for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fix: string | undefined;
  readonly field: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: ProblemBody) {
    super(problem.message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = problem.code;
    this.fix = problem.fix;
    this.field = problem.field;
    this.details = problem.details ?? {};
  }
}

interface ProblemBody {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  readonly field?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Asks the runtime; settles with the JSON of its answer. @throws ApiProblem; code `offline` if it can't be reached */
export async function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** As `request`, for answers that are not JSON. */
export async function send(method: Method, path: string, body?: unknown): Promise<Response> {
  const isBinary = body instanceof Blob;
  const headers = isBinary
    ? { 'content-type': body.type || 'application/octet-stream' }
    : { 'content-type': 'application/json' };
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { headers, body: isBinary ? body : JSON.stringify(body) }),
  }).catch((cause) => {
    throw new ApiProblem(0, { code: 'offline', message: 'Patchcord can not be reached.', fix: String(cause) });
  });
  if (response.ok) return response;
  const problem = await problemOf(response);
  // The server answers the page itself with how to sign in.
  if (problem.code === 'sign-in-needed') window.location.assign('/');
  throw problem;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => undefined)) as Partial<ProblemBody> | undefined;
  const { code = 'failed', message = `The server answered ${response.status}.` } = body ?? {};
  return new ApiProblem(response.status, { ...body, code, message });
}

/** `a=1&b=x`, without what is undefined or empty. */
export function queryOf(fields: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
