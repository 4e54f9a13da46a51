import type { TappedMessage } from '#runtime/hep/tapped-message';

/** Asks for user and password. To a request that held them already it means that they are wrong. */
export const isChallenge = (status: number): boolean => status === 401 || status === 407;

export const isAuthorized = ({ sip }: TappedMessage): boolean =>
  sip.header('authorization') !== undefined || sip.header('proxy-authorization') !== undefined;
