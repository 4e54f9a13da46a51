import type { ScriptedAnswer } from '#runtime/flow/flow-test';
import type { CallEvent } from '#runtime/flow/record';
import type { HttpRequest, HttpResponse } from '#runtime/flow/step';
import type { Clock } from './clock.ts';

const DEFAULT_MS = 10_000;

/** A request that a simulated call has made. */
export interface SimulatedRequest {
  readonly nodeId: string;
  readonly method: string;
  readonly url: string;
  readonly body?: string;
}

/** Web services as a script has them answer: nothing leaves the machine in a simulation. */
export class ScriptedHttp {
  readonly requests: SimulatedRequest[] = [];
  readonly #clock: Clock;
  readonly #answers: ScriptedAnswer[];
  #nodeId = '';

  constructor(clock: Clock, answers: readonly ScriptedAnswer[]) {
    this.#clock = clock;
    this.#answers = [...answers];
  }

  observe(event: CallEvent): void {
    if (event.type === 'step.entered') this.#nodeId = event.nodeId;
  }

  /** The next answer that is for this node and address, in the time it takes. */
  readonly http = (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
    const { method = 'GET', url, body, timeoutMs = DEFAULT_MS } = request;
    const nodeId = this.#nodeId;
    this.requests.push({ nodeId, method, url, ...(body === undefined ? {} : { body }) });
    const index = this.#answers.findIndex(
      (answer) => (answer.at ?? nodeId) === nodeId && url.includes(answer.url ?? ''),
    );
    const [answer] = index < 0 ? [] : this.#answers.splice(index, 1);
    if (answer === undefined) {
      const fix = `Write one into the script: "http": [{ "at": "${nodeId}", "status": 200, "body": {} }].`;
      return Promise.reject(coded('http-unscripted', `The script has no answer for ${method} ${url}. ${fix}`));
    }
    return new Promise((resolve, reject) => {
      const late = answer.afterMs >= timeoutMs;
      const cancel = this.#clock.after(Math.min(answer.afterMs, timeoutMs), () => {
        signal.removeEventListener('abort', abort);
        if (late) reject(coded('http-timeout', `There was no answer within ${timeoutMs / 1_000} s.`));
        else if (answer.unreachable) reject(coded('http-unreachable', 'The script says it can not be reached.'));
        else resolve(responseOf(answer));
      });
      const abort = () => {
        cancel();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
    });
  };
}

function responseOf({ status, headers, body }: ScriptedAnswer): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });
