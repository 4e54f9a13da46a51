import { awayContext, awayDialplan } from './away-dialplan.ts';

/** What becomes of a call before and after the flow. Everything between is the runtime's, over ARI. */
export interface Dialplan {
  /** The Stasis application that the runtime subscribes to. */
  application: string;
  /** Sound name or file path without its extension, played when no runtime takes the call. */
  fallbackSound: string;
  /** No call lives longer: the reaper of a call that everybody forgot. */
  maxCallSeconds: number;
}

/** Where every inbound call enters, whatever extension it dialled. */
export const inboundContext = 'patchcord-inbound';

/** Where calls of browser phones enter: each can dial the extension that has its own name, and nothing else. */
export const phoneContext = 'patchcord-phone';

/** Where the runtime sends a call that is to be handed to its carrier; it comes back with what became of that. */
export const referContext = 'patchcord-refer';

/** Holds the SIP address that such a call is handed to. */
export const referTarget = 'PATCHCORD_REFER_TO';

/** What the names of all browser phones begin with. */
export const phonePrefix = 'phone-';

/** A test call that somebody forgot in a tab. */
const maxPhoneSeconds = 3_600;

/** The Stasis application of our own Asterisk. */
export const inboundApplication = 'patchcord';

const applicationName = /^[A-Za-z0-9_.-]{1,64}$/;
/** A comma, an ampersand or a bracket would be read as the next argument, a second sound, or the end of the call. */
const soundName = /^[A-Za-z0-9_./ -]{1,512}$/;

/** In a pattern N, X and Z stand for digits, also when they are small. */
const literally = (text: string): string => text.replaceAll(/[nxz]/gi, '[$&]');

/**
 * extensions.conf. `Stasis()` returns at once with STASISSTATUS=FAILED when the application is not subscribed, so
 * the caller hears a prompt rather than nothing. A call that the runtime has ended never gets there.
 *
 * `h` runs when a channel is hung up, and must end there: a second priority that it lacks would be taken from the
 * pattern, and a dead call would arrive in `Stasis()` once more.
 */
export function dialplanFile({ application, fallbackSound, maxCallSeconds }: Dialplan): string {
  if (!applicationName.test(application)) throw new Error(`${application} is no name for a Stasis application.`);
  if (!soundName.test(fallbackSound)) throw new Error(`${fallbackSound} is no name of a sound.`);
  return `[general]
static = yes
writeprotect = yes

[${inboundContext}]
exten = _[0-9A-Za-z+*#]!,1,Set(TIMEOUT(absolute)=${Math.trunc(maxCallSeconds)})
 same = n,Stasis(${application})
 same = n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?fallback)
 same = n,Hangup()
 same = n(fallback),Set(PC_DIALLED=\${FILTER(0-9+,\${EXTEN})})
 same = n,GotoIf($["\${CHANNEL(endpoint):0:3}" = "pc-"]?${awayContext},s,1)
 same = n,Answer()
 same = n,Wait(0.5)
 same = n,Playback(${fallbackSound})
 same = n,Hangup()
exten = h,1,Hangup()
exten = T,1,Hangup()

[${phoneContext}]
exten = _${literally(phonePrefix)}!,1,GotoIf($["\${CHANNEL(endpoint)}" != "\${EXTEN}"]?foreign)
 same = n,Set(TIMEOUT(absolute)=${maxPhoneSeconds})
 same = n,Stasis(${application})
 same = n(foreign),Hangup(21)
exten = h,1,Hangup()
exten = T,1,Hangup()

${referDialplan(application)}
${awayDialplan()}`;
}

/** Hands a call to its carrier, which is asked to connect it elsewhere; what became of that comes back to us. */
export const referDialplan = (application: string): string => `[${referContext}]
exten = refer,1,Transfer(PJSIP/\${${referTarget}})
 same = n,Stasis(${application},refer,\${TRANSFERSTATUS},\${TRANSFERSTATUSPROTOCOL})
 same = n,Hangup()
exten = h,1,Hangup()
exten = T,1,Hangup()
`;
