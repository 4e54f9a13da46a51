import type { Step } from 'patchcord/step';
import { answer } from './call/answer.ts';
import { hangUp } from './call/hang-up.ts';
import { incomingCall } from './call/incoming-call.ts';
import { outgoingCall } from './call/outgoing-call.ts';
import { play } from './call/play.ts';
import { record } from './call/record.ts';
import { toDialplan } from './call/to-dialplan.ts';
import { transfer } from './call/transfer.ts';
import { voicemail } from './call/voicemail.ts';
import { httpRequest } from './data/http-request.ts';
import { sendEmail } from './data/send-email.ts';
import { collect } from './input/collect.ts';
import { menu } from './input/menu.ts';
import { branch } from './logic/branch.ts';
import { onError } from './logic/on-error.ts';
import { onHangUp } from './logic/on-hang-up.ts';
import { openingHours } from './logic/opening-hours.ts';
import { setVariable } from './logic/set-variable.ts';

/** Every built-in step, in the order of the palette. A new step: one file, one line here, one test. */
export const steps: readonly Step[] = [
  incomingCall,
  outgoingCall,
  answer,
  play,
  record,
  voicemail,
  transfer,
  toDialplan,
  hangUp,
  menu,
  collect,
  setVariable,
  branch,
  openingHours,
  httpRequest,
  sendEmail,
  onError,
  onHangUp,
];
