/**
 * What becomes of carriers' calls while no runtime takes them: decided by Asterisk alone, by what the runtime has left in
 * its database (astdb), which survives every restart. Families of it:
 *
 *     patchcord-where/<endpoint>            header that names the number that was called, where it is not the address
 *     patchcord-away/<endpoint>/<dialled>   <kind>:<number>:<more>
 *     patchcord-left/<unique id>            what is known of a message that was left
 */
export const awayFamilies = { where: 'patchcord-where', away: 'patchcord-away', left: 'patchcord-left' } as const;

/** Names of the files of messages begin so; they lie with the other recordings. */
export const awayFilePrefix = 'away-';

/** What a caller gets; `number` is the one that was called. */
export type AwayEntry =
  | { readonly kind: 'dial'; readonly number: string; readonly to: string }
  | { readonly kind: 'mailbox'; readonly number: string; readonly mailbox: string };

export const awayContext = 'patchcord-away';

/** A dial string that leaves its place in the dialplan nowhere: no comma, bracket, blank or quote. */
const dialString = /^[A-Za-z0-9/@:;=+.*#_&-]{1,400}$/;
const mailboxName = /^[A-Za-z0-9_-]{1,40}$/;

/** Undefined for what could not stand there: then callers get 503. */
export function awayValue(entry: AwayEntry): string | undefined {
  if (entry.kind === 'dial') return dialString.test(entry.to) ? `dial:${entry.number}:${entry.to}` : undefined;
  return mailboxName.test(entry.mailbox) ? `mailbox:${entry.number}:${entry.mailbox}` : undefined;
}

/** As the dialplan looks it up: it takes nothing else of what was dialled. */
export const awayDialled = (text: string): string => text.replaceAll(/[^0-9+]/g, '');

/** Calls that are passed on at once: somebody who finds the number could keep as many lines busy, and no more. */
const MOST_PASSED_ON = 5;
const LONGEST_SECONDS = 3_600;
const RING_SECONDS = 60;
const MESSAGE_SECONDS = 180;
const SILENCE_SECONDS = 5;

/**
 * Nothing that a caller sent is ever part of an expression, a label or an argument: FILTER leaves digits and plus, and
 * names go through BASE64_ENCODE.
 */
export const awayDialplan = (): string => `[${awayContext}]
exten = s,1,Set(PC_FROM=\${CHANNEL(endpoint)})
 same = n,Set(PC_HEADER=\${DB(${awayFamilies.where}/\${PC_FROM})})
 same = n,GotoIf($["\${PC_HEADER}" = ""]?address)
 same = n,Gosub(header,1(\${PC_HEADER}))
 same = n,GotoIf($["\${PC_AWAY}" != ""]?found)
 same = n(address),Set(PC_AWAY=\${DB(${awayFamilies.away}/\${PC_FROM}/\${PC_DIALLED})})
 same = n,GotoIf($["\${PC_AWAY}" != ""]?found)
 same = n,Gosub(header,1(To))
 same = n,GotoIf($["\${PC_AWAY}" = ""]?unavailable)
 same = n(found),Set(PC_KIND=\${CUT(PC_AWAY,:,1)})
 same = n,Set(PC_NUMBER=\${CUT(PC_AWAY,:,2)})
 same = n,Set(PC_WHERE=\${CUT(PC_AWAY,:,3-)})
 same = n,GotoIf($["\${PC_KIND}" = "mailbox"]?mailbox)
 same = n,GotoIf($["\${PC_KIND}" != "dial"]?unavailable)
 same = n,Set(GROUP()=${awayContext})
 same = n,GotoIf($[\${GROUP_COUNT(${awayContext})} > ${MOST_PASSED_ON}]?unavailable)
 same = n,Set(TIMEOUT(absolute)=${LONGEST_SECONDS})
 same = n,Set(CALLERID(num)=\${PC_NUMBER})
 same = n,Set(CALLERID(name)=)
 same = n,Dial(\${PC_WHERE},${RING_SECONDS})
 same = n,Hangup(\${HANGUPCAUSE})
 same = n(unavailable),Hangup(34)
 same = n(mailbox),Set(TIMEOUT(absolute)=${MESSAGE_SECONDS + 60})
 same = n,Set(PC_NUM=\${BASE64_ENCODE(\${CALLERID(num)})})
 same = n,Set(PC_NAME=\${BASE64_ENCODE(\${CALLERID(name)})})
 same = n,Set(DB(${awayFamilies.left}/\${UNIQUEID})=\${EPOCH}:\${PC_NUMBER}:\${PC_FROM}:\${PC_NUM}:\${PC_NAME}:\${PC_WHERE})
 same = n,Answer()
 same = n,Wait(0.5)
 same = n,Playback(vm-intro)
 same = n,Record(\${ASTSPOOLDIR}/recording/${awayFilePrefix}\${UNIQUEID}.wav,${SILENCE_SECONDS},${MESSAGE_SECONDS},k)
 same = n,Hangup()
exten = header,1,Set(PC_RAW=\${PJSIP_HEADER(read,\${ARG1})})
 same = n,Set(PC_RAW=\${CUT(PC_RAW,@,1)})
 same = n,Set(PC_USER=\${CUT(PC_RAW,:,2)})
 same = n,Set(PC_USER=\${FILTER(0-9+,\${PC_USER})})
 same = n,GotoIf($[\${LEN(\${PC_USER})} > 0]?look)
 same = n,Set(PC_USER=\${FILTER(0-9+,\${PC_RAW})})
 same = n(look),Set(PC_AWAY=\${DB(${awayFamilies.away}/\${PC_FROM}/\${PC_USER})})
 same = n,Return()
exten = h,1,Hangup()
exten = T,1,Hangup()
`;
