import type { NotReached, TransferOptions, Transferred } from '#runtime/flow/call';
import { CallerGone } from '#runtime/flow/call';
import { destinationText } from '#runtime/flow/destination';
import type { StepLog } from '#runtime/flow/step';
import { type BridgeHost, bridge } from './bridged.ts';
import { dial, numbers } from './dialling.ts';
import { LEGS } from './legs.ts';
import type { Operations } from './operations.ts';
import { notReached } from './sip-answer.ts';

/** The carrier rings the other side meanwhile: as long as that may ring, and a little. */
const REPORT_MS = 10_000;

type Referred = Transferred | { readonly kind: 'notDone'; readonly sipCode: number };

/** Hands the caller on, as `mode` says. */
export async function transfer(
  host: BridgeHost,
  operations: Operations,
  log: StepLog,
  options: TransferOptions,
): Promise<Transferred> {
  if (options.mode !== 'bridge') {
    const referred = await refer(host, operations, options);
    if (referred.kind !== 'notDone') return referred;
    if (options.mode === 'refer') return notHandedOn(referred.sipCode);
    log.info('The carrier does not connect the two itself, so Patchcord does.', { sipCode: referred.sipCode });
  }
  const dialled = await dial(host, operations, log, { ...options, kind: 'transfer' });
  if (dialled.kind !== 'answered') return dialled;
  const limit = options.maxMs === undefined ? {} : { maxMs: options.maxMs };
  const { endedBy, durationMs } = await bridge(host, operations, dialled.legId, limit);
  return { kind: 'ended', by: endedBy, durationMs };
}

/** RFC 3515. Done once: where it is not known whether the carrier was asked, it was. */
function refer(host: BridgeHost, operations: Operations, options: TransferOptions): Promise<Referred> {
  const { driver, waiter, legs, clock } = host;
  return operations.run<Referred>(
    'refer',
    async (operation) => {
      const route = await host.ports.route({
        to: options.to,
        callId: host.callId,
        kind: 'refer',
        ...numbers(host, options),
      });
      if (!route.ok && route.code === 'refer-inside') return { kind: 'notDone', sipCode: 0 };
      if (!route.ok) return { kind: 'refused', code: route.code, message: `${route.message} ${route.fix}`.trim() };
      let done = false;
      try {
        const address = addressIn(route.legs[0]?.attempts[0]?.endpoint ?? '');
        if (address === undefined) return { kind: 'notDone', sipCode: 0 };
        operation.begin({ to: destinationText(options.to) });
        await driver.legs.refer(address);
        const untilMs = operation.startedMs + options.timeoutMs + REPORT_MS;
        for (;;) {
          const answer = legs.takeReferred();
          if (answer?.ok) {
            done = true;
            // The two talk without us: what is left here is our own half of the first call.
            host.hangingUp();
            await driver.hangUp(16);
            return { kind: 'ended', by: 'carrier', durationMs: 0 };
          }
          if (answer !== undefined) return afterRefusal(answer.sipCode);
          const woken = await waiter.wait({ target: LEGS, keys: false, ms: Math.max(0, untilMs - clock.now()) });
          if (woken === 'gone') {
            // Some carriers take the call over without a word: they hang up.
            if (host.leg !== 'ended') throw new CallerGone();
            done = true;
            return { kind: 'ended', by: 'carrier', durationMs: 0 };
          }
          if (clock.now() >= untilMs) return { kind: 'notDone', sipCode: 408 };
        }
      } finally {
        route.release({ kind: done ? 'answered' : 'unreachable', talkMs: 0 });
      }
    },
    { once: true },
  );
}

/** Answers about whom the carrier has called; all others are about the request. */
const OF_THE_CALLEE = new Set([404, 410, 480, 484, 486, 487, 600, 603, 604, 607, 608]);

const afterRefusal = (sipCode: number): Referred =>
  OF_THE_CALLEE.has(sipCode) ? notReached({ sipCode, rang: true }) : { kind: 'notDone', sipCode };

const notHandedOn = (sipCode: number): NotReached => ({
  kind: 'unreachable',
  code: 'refer-refused',
  message: `The carrier did not connect the two${sipCode === 0 ? '' : ` (SIP ${sipCode})`}. Let Patchcord connect them.`,
  ...(sipCode === 0 ? {} : { sipCode }),
});

/** The SIP address in PJSIP/<endpoint>/<address>: nothing that could add a header, or a second address. */
function addressIn(endpoint: string): string | undefined {
  const address = /^PJSIP\/[A-Za-z0-9_-]+\/(sips?:[^\s<>"',;?]+)/.exec(endpoint)?.[1];
  return address !== undefined && address.length <= 300 ? address : undefined;
}
