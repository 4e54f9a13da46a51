import { CallerGone, StepFailed } from '#runtime/flow/call';
import type { Json } from '#runtime/flow/json';
import type { HttpRequest, HttpResponse } from '#runtime/flow/step';
import type { Filler } from './filler.ts';
import type { Operations } from './operations.ts';
import type { SessionPorts } from './ports.ts';

type Outcome =
  | { readonly answer: HttpResponse }
  | { readonly failed: { readonly code: string; readonly message: string } };

export interface HttpHost {
  readonly http: SessionPorts['http'];
  readonly signal: AbortSignal;
  /** Begins to be heard when the answer is not there soon. */
  filler(operationId: string, filler: NonNullable<HttpRequest['filler']>): Filler;
  stopFiller(operationId: string): Promise<void>;
}

/** A request of a step. That it failed is a result too: a re-run must not find that it went well. */
export async function httpOperation(
  operations: Operations,
  host: HttpHost,
  request: HttpRequest,
  once: boolean,
): Promise<HttpResponse> {
  const outcome = (await operations.run<Json>(
    'http',
    async (operation) => {
      operation.begin({ url: withoutQuery(request.url), method: request.method ?? 'GET' });
      const filler = request.filler === undefined ? undefined : host.filler(operation.id, request.filler);
      return (await attempt(host, request).finally(() => filler?.stop())) as unknown as Json;
    },
    { once, interrupted: (id) => host.stopFiller(id) },
  )) as unknown as Outcome;
  if ('answer' in outcome) return outcome.answer;
  throw new StepFailed(outcome.failed.code, outcome.failed.message);
}

async function attempt({ http, signal }: HttpHost, request: HttpRequest): Promise<Outcome> {
  try {
    return { answer: await http(request, signal) };
  } catch (error) {
    if (signal.aborted) throw new CallerGone();
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (typeof code !== 'string' || !code.startsWith('http-')) throw error;
    return { failed: { code, message: String(message) } };
  }
}

/** What is asked for may be personal, and a key in it a secret. */
const withoutQuery = (url: string): string => url.split('?')[0]?.slice(0, 500) ?? '';
