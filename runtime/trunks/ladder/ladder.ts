import { audioRung } from './audio-rung.ts';
import { callRung } from './call-rung.ts';
import type { RungStep } from './climb.ts';
import { dnsRung } from './dns-rung.ts';
import { HOLD_MS, holdRung } from './hold-rung.ts';
import { CALL_ME_MS, inboundRung } from './inbound-rung.ts';
import { optionsRung } from './options-rung.ts';
import { registerRung } from './register-rung.ts';
import { settingsRung } from './settings-rung.ts';
import { tcpRung } from './tcp-rung.ts';
import { tlsRung } from './tls-rung.ts';

/** From the bottom up. Each needs what is below it. */
export const ladder: readonly RungStep[] = [
  { id: 'settings', run: settingsRung },
  { id: 'dns', run: dnsRung },
  { id: 'tcp', run: tcpRung },
  { id: 'tls', run: tlsRung },
  { id: 'options', run: optionsRung },
  { id: 'register', run: registerRung },
  { id: 'call', run: callRung },
  { id: 'audio', run: audioRung },
  { id: 'hold', run: holdRung, withinMs: HOLD_MS + 10_000 },
  { id: 'inbound', run: inboundRung, withinMs: CALL_ME_MS },
];
