import { type Arrival, type ArrivingCall, arrivalOf } from './inbound-calls.ts';
import type { TrunkPage } from './trunk-book.ts';

export interface FlowFinderPorts<Runnable> {
  book: { read(): Promise<TrunkPage> };
  /** What answers an extension; for calls from within. */
  ofExtension(extension: string): Promise<Runnable | undefined>;
  /** The revision that new calls of a flow run on. */
  current(flowId: string): Promise<Runnable | undefined>;
  /** A number was called that is nobody's. Not waited for. */
  onUnknown(call: Extract<Arrival, { kind: 'unknown' }>): void;
}

/** What a runnable of a call by a trunk says besides. */
export interface ByTrunk {
  readonly pretendedCalled?: string | undefined;
  readonly trunkId?: string | undefined;
}

/**
 * The flow that answers a call: by the number where it comes from a carrier, by the extension where it comes from within.
 * A carrier's call reaches no extension; undefined turns it away as a number that is not in use.
 */
export async function flowOfCall<Runnable extends object>(
  call: ArrivingCall,
  ports: FlowFinderPorts<Runnable>,
): Promise<(Runnable & ByTrunk) | undefined> {
  const arrival = await arrivalOf(await ports.book.read(), call);
  if (arrival.kind === 'internal') return ports.ofExtension(call.extension);
  if (arrival.kind === 'unknown') {
    ports.onUnknown(arrival);
    return undefined;
  }
  const { number, trunk } = arrival;
  const runnable = number.inboundFlow === undefined ? undefined : await ports.current(number.inboundFlow);
  return runnable && { ...runnable, pretendedCalled: number.number, trunkId: trunk.id };
}
