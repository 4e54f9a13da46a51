import type { CompiledNode } from '#runtime/compile/compile';
import type { Call } from '#runtime/flow/call';
import { CallerGone, StepFailed } from '#runtime/flow/call';
import { parseExpression } from '#runtime/flow/expression';
import type { HoursNow } from '#runtime/flow/hours';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';
import type {
  Exit,
  ExitFunction,
  Exits,
  HttpRequest,
  HttpResponse,
  Job,
  Step,
  StepContext,
  StepLog,
  Vars,
} from '#runtime/flow/step';
import type { CallData } from './call-data.ts';
import type { Clock } from './clock.ts';
import { fillerId, startFiller } from './filler.ts';
import { type HttpHost, httpOperation } from './http-operation.ts';
import type { OperationHost, Replay, VisitEvent } from './operations.ts';
import { Operations } from './operations.ts';
import type { SessionPorts } from './ports.ts';
import type { CallHost } from './step-call.ts';
import { answerCall, StepCall } from './step-call.ts';

/** What a visit needs of its session. */
export interface VisitHost extends CallHost {
  readonly ports: SessionPorts;
  roots(): JsonObject;
  readonly data: CallData;
  /** The time as steps see it: that of the clock, or the hour that a test call pretends. */
  hour(): number;
  write(event: CallEvent): void;
  flush(): void;
}

/** One visit of a node: its step's context, alive from entry to exit. */
export class StepVisit implements StepContext, OperationHost {
  readonly nodeId: string;
  readonly settings: JsonObject;
  readonly call: Call;
  readonly #host: VisitHost;
  readonly #node: CompiledNode;
  readonly #seq: number;
  readonly #replay: Replay | undefined;
  readonly #operations: Operations;
  /** Made when the step asks for its signal: most never do, and it is the largest part of a waiting step. */
  #abort: AbortController | undefined;
  aborted = false;
  #sensitive = false;
  /** Left by its exit, or left behind: what the step still does leaves no trace. */
  #over = false;

  constructor(host: VisitHost, node: CompiledNode, seq: number, replay: Replay | undefined) {
    this.#host = host;
    this.#node = node;
    this.#seq = seq;
    this.#replay = replay;
    this.nodeId = node.id;
    this.#operations = new Operations(this, `${host.callId}:${seq}`, replay);
    this.call = new StepCall(host, this.#operations, this.log);
    const { settings, warnings } = node.settings.render(node.settings.constant ? {} : host.roots());
    this.settings = settings;
    for (const { code, message } of warnings) this.log.warn(message, { code });
  }

  /** Runs the step to its exit. A failure of any kind is the exit `failed`; only the caller's hang-up gives `undefined`. */
  async run(step: Step): Promise<Exit | undefined> {
    const left = this.#replay?.left;
    if (left !== undefined) return left.data === undefined ? { exit: left.exit } : { exit: left.exit, data: left.data };
    let exit: Exit;
    try {
      const { needs = 'none', deadlineMs } = this.#node.entry.traits;
      if (needs !== 'none' && this.#host.leg === 'none')
        throw new StepFailed('nobody-reached', 'This call has not reached anybody yet: dial first.');
      if (needs !== 'none') this.#answer();
      exit = await this.#withDeadline(step, deadlineMs);
    } catch (error) {
      if (error instanceof CallerGone && this.#host.leg === 'ended') return undefined;
      exit = failedExit(error, this.#sensitive);
      this.log.error('The step failed.', exit.data as JsonObject);
    }
    const data = exit.data;
    const kept = data === undefined ? {} : { data: this.#sensitive ? this.#host.ports.seal(data) : data };
    this.write({ type: 'step.left', exit: exit.exit, ...kept });
    this.#over = true;
    return exit;
  }

  /** The call goes on without this step, whatever it still does. */
  leaveBehind(): void {
    this.#over = true;
    this.abort();
  }

  /** Asterisk does what it is told in order: what the step does next need not wait until the call is answered. */
  #answer(): void {
    answerCall(this.#host).catch((error) =>
      this.log.error('The call could not be answered.', { message: String(error) }),
    );
  }

  /** The caller is gone or the call is over: what the step still waits for ends. */
  abort(): void {
    this.aborted = true;
    this.#abort?.abort();
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.aborted) this.#abort.abort();
    return this.#abort.signal;
  }
  get clock(): Clock {
    return this.#host.clock;
  }
  get keysTaken(): number {
    return this.#host.keys.taken;
  }
  get restored(): Json {
    return this.#replay?.checkpoint ?? null;
  }

  get vars(): Vars {
    return {
      get: (name) => this.#host.data.get(name),
      set: (name, value) => {
        if (this.#over) throw new CallerGone();
        const stored = this.#host.data.set(name, value);
        const hidden = this.#sensitive || this.#host.data.isSensitive(name);
        this.write({ type: 'variable.set', name, value: hidden ? this.#host.ports.seal(stored) : stored });
      },
    };
  }

  evaluate(expression: string, extra?: JsonObject): Json {
    const parsed = parseExpression(expression);
    if (!parsed.ok) throw new StepFailed('expression-invalid', parsed.problem.message);
    const roots = extra === undefined ? this.#host.roots() : { ...this.#host.roots(), ...extra };
    const { value, warnings } = parsed.program.evaluate(roots);
    for (const { code, message } of warnings) this.log.warn(message, { code });
    return value;
  }

  http(request: HttpRequest): Promise<HttpResponse> {
    const once = request.once ?? this.#node.entry.traits.effect === 'once';
    const { ports, driver, clock, waiter, language, voice } = this.#host;
    const failed = (error: unknown) =>
      this.log.warn('The sound for the wait can not be played.', { message: String(error) });
    const filler: HttpHost['filler'] = (id, { sound, afterMs }) =>
      startFiller(
        {
          driver,
          clock,
          silent: () => this.#host.leg !== 'answered',
          forget: (playing) => waiter.forget(playing),
          failed,
        },
        id,
        sound === undefined ? undefined : () => ports.playable(sound, { language, voice }),
        afterMs,
      );
    const stopFiller = (id: string) => driver.stopPlayback(fillerId(id));
    return httpOperation(
      this.#operations,
      { http: ports.http, signal: this.signal, filler, stopFiller },
      request,
      once,
    );
  }

  hours(id: string): Promise<HoursNow> {
    return this.#operations.run('hours', async () => ({ ...(await this.#host.ports.hours(id, this.#host.hour())) }));
  }

  secret(name: string): Promise<string> {
    return this.#host.ports.secret(name);
  }

  get jobs(): StepContext['jobs'] {
    return {
      afterwards: async (job: Job) => {
        if (this.#over) throw new CallerGone();
        const { ports } = this.#host;
        await this.#operations.run(
          'afterwards',
          async (operation) => {
            operation.begin({ job: job.name, when: job.when ?? 'now', data: ports.seal(job.data) });
            await ports.afterwards(job, operation.id);
            return null;
          },
          { afterHangUp: true },
        );
      },
    };
  }

  async sleep(ms: number): Promise<void> {
    await this.#operations.run('sleep', async (operation) => {
      operation.begin({ ms });
      const leftMs = operation.startedMs + ms - this.#host.clock.now();
      if ((await this.#host.waiter.wait({ keys: false, ms: leftMs })) === 'gone') throw new CallerGone();
      return null;
    });
  }

  now(): number {
    return this.#operations.value('now', () => this.#host.hour());
  }

  get log(): StepLog {
    const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: JsonObject) =>
      this.write({
        type: 'log.written',
        level,
        message: message.slice(0, 500),
        ...(fields === undefined ? {} : { fields }),
      });
    return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  }

  checkpoint(state: Json): void {
    this.write({ type: 'checkpoint.written', state });
    this.#host.flush();
  }

  get exit(): ExitFunction<Exits> {
    const leave = (exit: string, data?: Json): Exit => (data === undefined ? { exit } : { exit, data });
    const each = (name: string, item: { readonly id: string }, data?: Json) => leave(`${name}:${item.id}`, data);
    // Which names exist, and with what data, is known to the compiler from the step's own declaration.
    return Object.assign(leave, { each }) as unknown as ExitFunction<Exits>;
  }

  seal(value: Json): Json {
    this.#sensitive = true;
    return this.#host.ports.seal(value);
  }
  open(value: Json): Json {
    this.#sensitive = true;
    return this.#host.ports.open(value);
  }
  flush(): void {
    this.#host.flush();
  }

  write(event: VisitEvent): void {
    if (this.#over) return;
    const { callId, clock } = this.#host;
    this.#host.write({ ...event, callId, atMs: clock.now(), seq: this.#seq, nodeId: this.nodeId } as CallEvent);
  }

  #withDeadline(step: Step, deadlineMs: number | undefined): Promise<Exit> {
    const running = step.run(this as unknown as StepContext<never, never>);
    if (deadlineMs === undefined) return running;
    return new Promise((resolve, reject) => {
      const cancel = this.#host.clock.after(deadlineMs, () => {
        reject(new StepFailed('deadline', `The step took longer than ${deadlineMs / 1_000} s.`));
        this.abort();
        this.#host.waiter.abandon();
      });
      running.then(resolve, reject).finally(cancel);
    });
  }
}

function failedExit(error: unknown, sensitive: boolean): Exit {
  const coded = error as { code?: unknown; message?: unknown };
  const code = typeof coded?.code === 'string' ? coded.code : 'step-threw';
  // What went wrong may quote what the caller keyed in.
  const message = sensitive ? 'A step with a secret failed.' : error instanceof Error ? error.message : String(error);
  return { exit: 'failed', data: { code, message } };
}
