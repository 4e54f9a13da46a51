import type { HttpRequest, HttpResponse, StepContext } from 'patchcord/step';
import { StepFailed } from 'patchcord/step';

const RETRY_FIRST_MS = 300;
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE']);

type Context = Pick<StepContext, 'http' | 'sleep' | 'log'>;

export type Outcome = HttpResponse | 'timeout' | { readonly unreachable: string };

/** Asks until there is an answer, as far as asking again can do no harm. */
export async function askWithRetries(ctx: Context, request: HttpRequest, retries: number): Promise<Outcome> {
  const repeatable = REPEATABLE.has(request.method ?? 'GET');
  for (let attempt = 0; ; attempt++) {
    // The caller has heard that they must wait: no new silence before the sound goes on.
    const filler = attempt === 0 ? request.filler : { ...request.filler, afterMs: 0 };
    const { outcome, again } = await once(ctx, { ...request, ...(filler === undefined ? {} : { filler }) });
    if (attempt >= retries || again === 'never' || (again === 'repeatable' && !repeatable)) return outcome;
    ctx.log.info('It is tried again.', { attempt: attempt + 1 });
    await ctx.sleep(RETRY_FIRST_MS * 2 ** attempt);
  }
}

/** `always`: nothing has come to the server, so it may be tried again whatever it is. */
type Again = 'always' | 'repeatable' | 'never';

async function once(ctx: Context, request: HttpRequest): Promise<{ outcome: Outcome; again: Again }> {
  try {
    const answer = await ctx.http(request);
    return { outcome: answer, again: answer.status === 429 || answer.status >= 500 ? 'repeatable' : 'never' };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    switch (error.code) {
      case 'http-timeout':
        return { outcome: 'timeout', again: 'repeatable' };
      case 'http-unreachable':
        return { outcome: { unreachable: error.message }, again: 'always' };
      case 'http-cut-off':
        return { outcome: { unreachable: error.message }, again: 'repeatable' };
      case 'http-tls':
      case 'http-redirects':
        return { outcome: { unreachable: error.message }, again: 'never' };
      default:
        throw error;
    }
  }
}
