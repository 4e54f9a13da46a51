import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a session, a link or an API token: 43 characters of base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What the store keeps of a token. A fast hash is enough, for a random token can't be guessed. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
