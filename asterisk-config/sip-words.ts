/** In what a carrier was asked for when it answered so. */
export type SipQuestion = 'register' | 'call' | 'options';

/** A status of SIP for people who have never read an RFC: what it means, and what they can do. */
export interface SipWords {
  /** The name of the status in RFC 3261 and its followers. */
  readonly name: string;
  readonly means: string;
  readonly fix: string;
  /** The field of the trunk to look at first. */
  readonly field?: string;
}

type Words = readonly [name: string, means: string, fix: string, field?: string];

/** Where the same status means another thing for registering than for a call. */
const registering: Readonly<Record<number, Words>> = {
  401: [
    'Unauthorized',
    'The carrier does not accept the user name or the password.',
    'Type the password again, and use those for SIP: they are often others than those of the customer portal.',
    'password',
  ],
  403: [
    'Forbidden',
    'The carrier knows the account but lets it not register: it is blocked, unpaid, or bound to another address.',
    "Check the user name, and in the carrier's portal whether the account is active and may register from your address.",
    'username',
  ],
  404: [
    'Not Found',
    'The carrier does not know this user name at this registrar.',
    'Check the user name, and the registrar: each region of a carrier often has its own.',
    'username',
  ],
  405: [
    'Method Not Allowed',
    'This server takes no registrations.',
    'Choose the kind of trunk without registration, or enter the registrar that the carrier names.',
    'registrar',
  ],
  423: [
    'Interval Too Brief',
    'The carrier wants registrations that last longer.',
    'Nothing to change: Patchcord asks for an hour and takes what the carrier says.',
  ],
  501: [
    'Not Implemented',
    'This server does not know registrations.',
    'Choose the kind of trunk without registration, or enter the registrar that the carrier names.',
    'registrar',
  ],
};

const calling: Readonly<Record<number, Words>> = {
  401: [
    'Unauthorized',
    'The carrier does not accept the user name or the password of this call.',
    'Type the password again; check whether the carrier wants another user name for logging in.',
    'password',
  ],
  403: [
    'Forbidden',
    'The carrier refuses this call: often because of the number shown as caller, or because the account may not call there.',
    'Show a number that you have at this carrier, then check in its portal which countries the account may call.',
    'callerId',
  ],
  404: [
    'Not Found',
    'The carrier knows no such number.',
    'Check the number; then whether the carrier wants it with or without its plus, or with a prefix.',
    'leadingPlus',
  ],
  484: [
    'Address Incomplete',
    'The carrier finds the number too short.',
    'Send numbers with country code; check plus and prefix.',
    'leadingPlus',
  ],
  603: ['Decline', 'The called party turned the call away.', 'Call again, or call another number.'],
};

const always: Readonly<Record<number, Words>> = {
  301: [
    'Moved Permanently',
    'The carrier says that another server is responsible.',
    'Enter the server that it names.',
    'domain',
  ],
  302: [
    'Moved Temporarily',
    'The carrier sends the call elsewhere. Patchcord does not follow, so that nobody can send calls to dear numbers.',
    'Enter the server that the carrier names for your region.',
    'domain',
  ],
  305: [
    'Use Proxy',
    'The carrier wants requests to go through another server.',
    'Enter it as outbound proxy.',
    'outboundProxy',
  ],
  400: [
    'Bad Request',
    'The carrier does not understand the request; often a field has a wrong form.',
    'Check domain, user name and number for blanks and signs that do not belong there.',
    'domain',
  ],
  401: ['Unauthorized', 'The carrier asks for user and password.', 'Enter both.', 'password'],
  402: ['Payment Required', 'The account has no credit.', "Top it up in the carrier's portal."],
  403: ['Forbidden', 'The carrier refuses the request.', "Check the account in the carrier's portal.", 'username'],
  404: ['Not Found', 'The carrier does not know what it was asked for.', 'Check domain and user name.', 'domain'],
  405: ['Method Not Allowed', 'The carrier does not take this kind of request.', 'Nothing to change, if calls work.'],
  406: ['Not Acceptable', 'The carrier can not take the request as it is.', 'Check the codecs.', 'codecs'],
  407: [
    'Proxy Authentication Required',
    'The carrier wants user and password, or does not accept those that it got. Some say so too where a prefix is missing.',
    'Type the user name and the password again; check whether the carrier wants a prefix before the number.',
    'password',
  ],
  408: [
    'Request Timeout',
    'Behind the carrier nobody answered in time; or nothing came back at all.',
    'Try again. If it stays: check domain, port and firewall.',
    'domain',
  ],
  410: ['Gone', 'The number is no longer in use.', 'Call another number.'],
  413: [
    'Request Entity Too Large',
    'The request is too long for the carrier.',
    'Remove headers and codecs.',
    'headers',
  ],
  415: [
    'Unsupported Media Type',
    'The carrier can not take this kind of audio.',
    'Check codecs and encryption.',
    'codecs',
  ],
  416: ['Unsupported URI Scheme', 'The carrier does not take this kind of address.', 'Check the domain.', 'domain'],
  420: [
    'Bad Extension',
    'The carrier does not know something that was required of it, often reliable ringing (100rel).',
    'Switch off reliable ringing (100rel) and required session timers.',
    'reliableProvisional',
  ],
  421: [
    'Extension Required',
    'The carrier requires something that is switched off here, often session timers or reliable ringing (100rel).',
    'Accept session timers; then try reliable ringing.',
    'sessionTimers',
  ],
  422: [
    'Session Interval Too Small',
    'The carrier wants a longer session timer.',
    'Raise the session time to 1800 seconds.',
    'sessionSeconds',
  ],
  480: ['Temporarily Unavailable', 'The called party can not be reached now.', 'Call again later, or another number.'],
  481: ['Call/Transaction Does Not Exist', 'The carrier no longer knows this call.', 'Call again.'],
  482: [
    'Loop Detected',
    'The call came back to where it had been.',
    'Check the domain: it may be your own address.',
    'domain',
  ],
  483: ['Too Many Hops', 'The call went round in circles.', 'Check the domain: it may be your own address.', 'domain'],
  484: ['Address Incomplete', 'The number is too short.', 'Check the number.', 'leadingPlus'],
  485: [
    'Ambiguous',
    'The carrier finds several that fit the number.',
    'Send the whole number with country code.',
    'leadingPlus',
  ],
  486: ['Busy Here', 'The called number is busy. The trunk itself works.', 'Call again later, or another number.'],
  487: ['Request Terminated', 'The call was given up before it was answered.', 'Let it ring longer.'],
  488: [
    'Not Acceptable Here',
    'The two sides agree on no audio: no common codec, or one wants encrypted audio (SRTP) and the other does not.',
    'Choose codecs that the carrier names, alaw and ulaw first; then switch media encryption over.',
    'codecs',
  ],
  491: ['Request Pending', 'Both sides changed the call at once.', 'Call again.'],
  493: ['Undecipherable', 'The carrier can not read an encrypted part.', 'Check media encryption.', 'mediaEncryption'],
  494: [
    'Security Agreement Required',
    'The carrier wants an agreement on encryption first.',
    'Use TLS and encrypted media.',
    'transport',
  ],
  500: [
    'Server Internal Error',
    "The carrier's server has a fault.",
    "Try again later; look at the carrier's status page.",
  ],
  501: ['Not Implemented', 'The carrier does not know this kind of request.', 'Nothing to change, if calls work.'],
  502: ['Bad Gateway', 'A server behind the carrier answered nonsense.', 'Try again later, or another number.'],
  503: [
    'Service Unavailable',
    'The carrier can not serve this now: it is overloaded, in maintenance, or you reached a limit of calls.',
    "Try again later; look at the carrier's status page and at the limits of your account.",
    'maxCallsPerSecond',
  ],
  504: ['Server Time-out', 'A server behind the carrier did not answer.', 'Try again later.'],
  505: ['Version Not Supported', 'The other side speaks another SIP.', 'Check domain and port.', 'port'],
  513: [
    'Message Too Large',
    'The request is too long for the carrier.',
    'Use TCP, remove headers and codecs.',
    'transport',
  ],
  580: ['Precondition Failure', 'The carrier could not reserve what the call needs.', 'Try again later.'],
  600: ['Busy Everywhere', 'The called party is busy on all phones. The trunk itself works.', 'Call again later.'],
  603: ['Decline', 'The request was turned away.', "Check the account in the carrier's portal."],
  604: ['Does Not Exist Anywhere', 'No one knows this number.', 'Check the number.', 'leadingPlus'],
  606: ['Not Acceptable', 'The two sides agree on no audio.', 'Check codecs and encryption.', 'codecs'],
  607: ['Unwanted', 'The called party does not want calls of this number.', 'Call another number.'],
  608: [
    'Rejected',
    'Somebody on the way took the call for an unwanted one.',
    'Show a number of yours as caller, and ask the carrier how its reputation is mended.',
    'callerId',
  ],
};

const classes: Readonly<Record<number, Words>> = {
  3: ['Redirection', 'The carrier names another server.', 'Enter the server that it names.', 'domain'],
  4: ['Client Error', 'The carrier does not accept the request.', "Look for this number in the carrier's help pages."],
  5: ['Server Error', 'The carrier has a fault.', "Try again later; look at the carrier's status page."],
  6: ['Global Failure', 'The call is not possible anywhere.', 'Call another number.'],
};

/** Of any status from 300 on; also one that nobody has ever heard of. */
export function sipWords(status: number, question: SipQuestion = 'call'): SipWords {
  const special = question === 'register' ? registering : question === 'call' ? calling : {};
  const words = special[status] ?? always[status] ?? classes[Math.floor(status / 100)];
  const [name, means, fix, field] = words ?? ['Unknown', 'SIP has no such answer.', 'Check domain and port.', 'domain'];
  return { name, means, fix, ...(field === undefined ? {} : { field }) };
}
