import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import type { AriRequester } from '#runtime/ari/transport';
import { destinationText } from '#runtime/flow/destination';
import type { DialLeg, DialOutcome } from '#runtime/session/dial-plan';
import type { SessionPorts } from '#runtime/session/ports';
import type { FakeCarrier } from './carrier/fake-carrier.ts';

/** The way out of a test: every call leaves by these trunks, tried in order. Numbers that begin with +900 are refused. */
export interface TestTrunks {
  readonly route: SessionPorts['route'];
  readonly asked: Parameters<SessionPorts['route']>[0][];
  readonly outcomes: DialOutcome[];
  /** Trunks by name; `legs` more than one ring together. */
  legs: readonly (readonly { readonly trunkId: string; readonly carrier: FakeCarrier }[])[];
}

export function testTrunks(): TestTrunks {
  const trunks: TestTrunks = {
    legs: [],
    asked: [],
    outcomes: [],
    route: async (request) => {
      trunks.asked.push(request);
      const to = destinationText(request.to);
      if (to.startsWith('+900'))
        return { ok: false, code: 'destination-denied', message: `${to} may not be called.`, fix: 'Allow it.' };
      if ('extension' in request.to) {
        const endpoint = `Local/${to}@patchcord-inbound`;
        return { ok: true, legs: [{ label: to, attempts: [{ endpoint, variables: {} }] }], release: () => {} };
      }
      const legs: DialLeg[] = trunks.legs.map((attempts) => ({
        label: to,
        attempts: attempts.map(({ trunkId, carrier }) => ({
          endpoint: `PJSIP/pc-${trunkId}/sip:${to.replace(/^sip:(.*)@.*$/, '$1')}@${carrier.address}:${carrier.port}`,
          callerId: request.from ?? '+4930000',
          variables: Object.fromEntries(
            (request.headers ?? []).map(({ name, value }) => [`PJSIP_HEADER(add,${name})`, value]),
          ),
          trunkId,
        })),
      }));
      return { ok: true, legs, release: (outcome) => void trunks.outcomes.push(outcome) };
    },
  };
  return trunks;
}

/** Endpoints of trunks in Asterisk, for calls out; the first takes calls in from its carrier's address. */
export async function addTrunks(ari: AriRequester, trunkIds: readonly string[], from?: FakeCarrier): Promise<void> {
  const config = dynamicConfigOf(ari);
  for (const trunkId of trunkIds) {
    const id = `pc-${trunkId}`;
    await config.put('aor', id, { contact: 'sip:127.0.0.9:5060' });
    await config.put('endpoint', id, {
      aors: id,
      allow: '!all,ulaw,alaw',
      context: 'patchcord-inbound',
      direct_media: 'no',
      rtp_symmetric: 'yes',
      rewrite_contact: 'yes',
      trust_id_inbound: 'yes',
      callerid: 'asreceived',
    });
  }
  if (from !== undefined)
    await config.put('identify', `pc-${trunkIds[0]}`, { endpoint: `pc-${trunkIds[0]}`, match: from.address });
}
