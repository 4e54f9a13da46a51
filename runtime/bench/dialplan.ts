import { inboundContext } from '#asterisk-config/dialplan';
import { ARMS } from './ivr.ts';

/** extensions.conf with the other arms' extensions, which are more exact than the pattern that leads to Patchcord. */
export function withBenchExtensions(dialplan: string, prompt: string): string {
  const heading = `[${inboundContext}]\n`;
  if (!dialplan.includes(heading)) throw new Error('The generated dialplan has no context for inbound calls.');
  return dialplan.replace(heading, `${heading}${benchExtensions(prompt)}`);
}

function benchExtensions(prompt: string): string {
  return `exten = ${ARMS.dialplan.extension},1,Answer()
 same = n,Playback(${prompt})
 same = n,Read(KEY,,1,,1,5)
 same = n,GotoIf($["\${KEY}" = ""]?gone)
 same = n,Playback(${prompt})
 same = n(gone),Hangup()
exten = ${ARMS.handWritten.extension},1,Stasis(${ARMS.handWritten.application})
exten = ${ARMS.ariClient.extension},1,Stasis(${ARMS.ariClient.application})
`;
}
