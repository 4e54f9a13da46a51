const prefix = 'person-';

/** The name of a person's desk phone or softphone in Asterisk, and what it registers as. */
export const personEndpoint = (personId: string, phoneId: string): string => `${prefix}${personId}-${phoneId}`;

/** Calls to SIP addresses leave by it. Nobody can call in by it: it has no password, and is told by no address. */
export const sipAddressEndpoint = 'sip-address';
