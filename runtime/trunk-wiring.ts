import { SipHost } from '#asterisk-config/host';
import type { Trunk } from '#asterisk-config/trunk';
import { TrunkError } from '#asterisk-config/trunk-error';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import type { TrunkPort } from '#runtime/server/ports';
import { TrunkStates } from '#runtime/trunks/trunk-states';

/** On a machine without Asterisk settings can be looked at all the same. */
const nowhere = SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 11_999 });

/** Numbers and trunks, put together for `main`. */
export function wireTrunks(host: SipHost = nowhere): { readonly port: TrunkPort } {
  const states = new TrunkStates();
  return {
    port: {
      state: (trunk) => states.of(trunk),
      problems: (trunk) => problemsOf(trunk, host),
      observe: (listener) => states.observe(listener),
    },
  };
}

/** Why no configuration can be made of these settings. */
function problemsOf(trunk: Trunk, host: SipHost): ReturnType<TrunkPort['problems']> {
  try {
    trunkObjects([trunk], { host, secretOf: () => 'unknown-here', dialplanContext: 'unknown-here' });
    return [];
  } catch (error) {
    if (!(error instanceof TrunkError)) throw error;
    const { code, field, message, fix } = error;
    return [{ code, field, message, fix }];
  }
}
