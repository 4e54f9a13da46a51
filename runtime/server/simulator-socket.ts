import type { WebSocket } from 'ws';
import * as z from 'zod';
import type { Issue } from '#runtime/flow/issue';
import type { JsonObject } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';
import type { Flow } from '#runtime/flow/schema';
import { type SimulationMessage, SimulationRequest, type SimulationStart } from '#runtime/flow/simulation';
import { hideSealed } from '#runtime/secrets/seal';
import { ApiError } from './api-error.ts';
import { FLOW_DEPTH, flowOf } from './flow-body.ts';
import { deeperThan } from './json-body.ts';
import { MessageBudget } from './message-budget.ts';
import { closeCodes, type OpenSockets } from './open-sockets.ts';
import type { ServerPorts, Simulation } from './ports.ts';

const MESSAGES_A_SECOND = 20;
const BURST = 60;
const QUEUE_BYTES = 1_000_000;
/** A message that is no flow. */
const ACT_BYTES = 1_100_000;

export interface SimulatorSocketOptions {
  readonly socket: WebSocket;
  readonly sockets: OpenSockets;
  readonly ports: Pick<ServerPorts, 'validate' | 'simulator'>;
  /** After so long without a message of the person the connection is closed. */
  readonly idleMs: number;
}

/** One person's simulated call at a time: what the person does comes in, what happens goes out. */
export class SimulatorSocket {
  readonly #options: SimulatorSocketOptions;
  readonly #budget = new MessageBudget(MESSAGES_A_SECOND, BURST);
  #simulation: Simulation | undefined;
  /** Counts starts: what an earlier call still tells is not passed on. */
  #call = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: SimulatorSocketOptions) {
    this.#options = options;
    const { socket } = options;
    socket.on('message', (data) => void this.#heard(String(data)));
    socket.on('close', () => {
      clearTimeout(this.#idle);
      this.#end();
    });
    this.#waitForPerson();
  }

  async #heard(text: string): Promise<void> {
    const { socket, sockets } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    if (!this.#budget.spend()) {
      sockets.drop(socket, closeCodes.tooMuch, 'too many messages');
      return;
    }
    this.#waitForPerson();
    const request = parse(text);
    if ('problem' in request) this.#problem('request-invalid', request.problem);
    else if (request.type === 'start') await this.#start(request).catch((error) => this.#failed(error));
    else if (text.length > ACT_BYTES) this.#problem('request-invalid', 'The message is too large.');
    else if (this.#simulation === undefined) this.#problem('no-call', 'There is no simulated call: start one.');
    else if (!this.#simulation.act(request)) this.#problem('nothing-asked', 'The flow has asked no server.');
  }

  async #start({ flow: raw, caller, called, at, settings = {} }: SimulationStart): Promise<void> {
    this.#end();
    this.#call += 1;
    const call = this.#call;
    const { ports } = this.#options;
    const read = flowOrIssues(raw);
    const issues = 'issues' in read ? read.issues : await ports.validate(read.flow);
    if (call !== this.#call) return;
    if ('issues' in read || issues.some(({ severity }) => severity === 'error')) {
      this.#tell({ type: 'refused', issues: issues as readonly Issue[] });
      return;
    }
    const mine = (message: SimulationMessage) => {
      if (call === this.#call) this.#tell(message);
    };
    const simulation = ports.simulator.start(read.flow, {
      ...settings,
      caller,
      called,
      startMs: at === undefined ? undefined : Date.parse(at),
      onEvent: (event) => mine({ type: 'event', event: hideSealed(event) as CallEvent, atMs: event.atMs }),
      onWaiting: (waiting) => mine({ type: 'waiting', ...waiting }),
      onEnded: (end, variables) => {
        mine({ type: 'ended', end, variables: hideSealed(variables) as JsonObject });
        if (call === this.#call) this.#simulation = undefined;
      },
    });
    this.#simulation = simulation;
  }

  #end(): void {
    this.#call += 1;
    this.#simulation?.stop();
    this.#simulation = undefined;
  }

  #failed(error: unknown): void {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (typeof code === 'string') this.#problem(code, String(message));
    else this.#problem('internal-error', 'Something went wrong in Patchcord.');
  }

  #problem(code: string, message: string): void {
    this.#tell({ type: 'problem', code, message });
  }

  #tell(message: SimulationMessage): void {
    const { socket, sockets } = this.#options;
    if (socket.bufferedAmount > QUEUE_BYTES) sockets.drop(socket, closeCodes.tooSlow, 'too slow');
    else socket.send(JSON.stringify(message));
  }

  #waitForPerson(): void {
    const { socket, sockets, idleMs } = this.#options;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => sockets.drop(socket, closeCodes.idle, 'idle'), idleMs).unref();
  }
}

function parse(text: string): SimulationRequest | { readonly problem: string } {
  if (deeperThan(text, FLOW_DEPTH)) return { problem: 'The JSON is nested too deep.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'The message is not JSON.' };
  }
  const read = SimulationRequest.safeParse(value);
  return read.success ? read.data : { problem: z.prettifyError(read.error).slice(0, 500) };
}

function flowOrIssues(raw: unknown): { readonly flow: Flow } | { readonly issues: readonly Issue[] } {
  try {
    return { flow: flowOf(raw) };
  } catch (error) {
    const details = error instanceof ApiError ? error.problem.details : undefined;
    if (details === undefined) throw error;
    return { issues: (details as unknown as { issues: readonly Issue[] }).issues };
  }
}
